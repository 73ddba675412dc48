package dev.weir.rest;

import dev.weir.servlet.WeirInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Set;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.internal.spi.ServletContainerProvider;

/**
 * Calls Weir's initializer where {@code <absolute-ordering>} in {@code web.xml} leaves it out, on a server whose Jersey has an initializer of its
 * own: that is not left out, and asks its service loader for these.
 */
public final class LeftOutInitializer implements ServletContainerProvider {

    /** @throws ServletException as the initializer does */
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
