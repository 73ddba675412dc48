package dev.weir.it.whole;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.security.Principal;

/** Wraps requests and responses so that one question, which the path names, fails. */
public class StubbornFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String refused = request.getPathInfo() == null ? request.getServletPath() : request.getPathInfo();
        chain.doFilter(new Request(request, refused), refused.endsWith("/no-fields") ? new Response(response) : response);
    }

    private static final class Request extends HttpServletRequestWrapper {

        private final String refused;
        private boolean askedForPrincipal;

        Request(HttpServletRequest request, String refused) {
            super(request);
            this.refused = refused;
        }

        private boolean isRefused(String question) {
            return refused.endsWith(question);
        }

        @Override
        public String getRemoteAddr() {
            return isRefused("/no-address") ? null : super.getRemoteAddr();
        }

        @Override
        public Principal getUserPrincipal() {
            // Payara asks again when it calls the servlet
            if (isRefused("/no-principal") && !askedForPrincipal) {
                askedForPrincipal = true;
                throw new IllegalStateException("no principal");
            }
            return super.getUserPrincipal();
        }

        @Override
        public void setAttribute(String name, Object value) {
            if (isRefused("/no-attributes") && name.startsWith("dev.weir")) {
                throw new IllegalStateException("no attributes");
            }
            super.setAttribute(name, value);
        }
    }

    private static final class Response extends HttpServletResponseWrapper {

        Response(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void setHeader(String name, String value) {
            throw new IllegalStateException("no field " + name);
        }
    }
}
