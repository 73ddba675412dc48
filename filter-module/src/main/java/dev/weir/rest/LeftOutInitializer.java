package dev.weir.rest;

import dev.weir.servlet.WeirInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Set;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.internal.spi.ServletContainerProvider;

/**
 * Calls Weir's initializer where {@code <absolute-ordering>} in {@code web.xml} excludes it, on a server whose Jersey
 * has an initializer of its own. That one is not excluded, and calls all services of this type.
 */
public final class LeftOutInitializer implements ServletContainerProvider {

    /** @throws ServletException if the initializer throws it */
    @Override
    public void preInit(ServletContext context, Set<Class<?>> classes) throws ServletException {
        WeirInitializer.runIfLeftOut(context);
    }

    @Override
    public void postInit(ServletContext context, Set<Class<?>> classes, Set<String> servlets) {}

    @Override
    public void onRegister(ServletContext context, Set<String> servlets) {}

    @Override
    public void configure(ResourceConfig configuration) {}
}
