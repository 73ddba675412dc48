package dev.weir.servlet;

import dev.weir.runtime.WeirRuntime;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Installs the filter in front of all others, whether or not {@code web.xml} is complete. */
public final class WeirInitializer implements ServletContainerInitializer {

    private static final String FILTER_NAME = "weir";

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        FilterRegistration.Dynamic filter = context.addFilter(FILTER_NAME, new RateLimitFilter(true));
        if (filter == null) {
            throw new IllegalStateException("the name of a filter is taken, was \"" + FILTER_NAME + "\"");
        }
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        context.addListener(new Closing());
    }

    /** Closes the runtime with the application, where no CDI container does. */
    private static final class Closing implements ServletContextListener {

        @Override
        public void contextDestroyed(ServletContextEvent event) {
            WeirRuntime.closeCurrent();
        }
    }
}
