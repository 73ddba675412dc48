package dev.weir.it.tomcat;

import dev.weir.RateLimited;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Annotated where nothing is intercepted: Tomcat has no CDI and no JAX-RS. */
public class HandlerServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    @RateLimited("anonymous")
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {}

    /** Of a type, which Tomcat reports itself. */
    @RateLimited("anonymous")
    public static class OfType {}

    /** Of a method, which it does not. */
    public static class OfMethod {
        @RateLimited("anonymous")
        public void run() {}
    }
}
