package dev.weir.gateway.servlet;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.WebListener;

/** Installs the servlet that needs more than the container gives it. */
@WebListener
public final class Installation implements ServletContextListener {

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletRegistration.Dynamic servlet = event.getServletContext()
                .addServlet(
                        "completions",
                        new CompletionServlet(() -> RunningGateway.get().completions(), Callers::of));
        servlet.addMapping("/v1/chat/completions", "/v1/completions");
        servlet.setAsyncSupported(true);
        servlet.setLoadOnStartup(1);
    }
}
