package dev.weir.it.life;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Set;

/** Fails before any listener of the application is told that it starts, so none need be told that it ends. */
public class FailingInitializer implements ServletContainerInitializer {

    @Override
    public void onStartup(Set<Class<?>> types, ServletContext context) throws ServletException {
        throw new ServletException("on purpose");
    }
}
