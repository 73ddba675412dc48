package dev.weir.it.place;

import dev.weir.RateLimited;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** What a servlet container makes and calls itself. */
final class UnlimitedServlets {

    private UnlimitedServlets() {}

    /** Of a method. */
    @WebServlet("/legacy")
    public static class Legacy extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        @RateLimited("anonymous")
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {}
    }

    /** Declared in {@code web.xml}, or nowhere. */
    @RateLimited("anonymous")
    public static class Declared extends HttpServlet {
        private static final long serialVersionUID = 1L;
    }

    /** Inherits it. */
    @WebServlet("/derived")
    public static class Derived extends Declared {
        private static final long serialVersionUID = 1L;
    }

    /** A filter. */
    @WebFilter("/legacy")
    @RateLimited
    public static class Before extends HttpFilter {
        private static final long serialVersionUID = 1L;
    }

    /** A listener. */
    @WebListener
    public static class Beginning implements ServletContextListener {
        @Override
        @RateLimited(limit = "1/1h")
        public void contextInitialized(ServletContextEvent event) {}
    }
}
