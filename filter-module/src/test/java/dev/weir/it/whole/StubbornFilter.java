package dev.weir.it.whole;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** Wraps requests and responses so that one question, which the path names, fails. */
public class StubbornFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String refused = request.getPathInfo() == null ? request.getServletPath() : request.getPathInfo();
        chain.doFilter(
                new Request(request, refused), refused.endsWith("/no-fields") ? new Response(response) : response);
    }

    private static final class Request extends HttpServletRequestWrapper {

        private final String refused;

        Request(HttpServletRequest request, String refused) {
            super(request);
            this.refused = refused;
        }

        private boolean isRefused(String question) {
            return refused.endsWith(question);
        }

        @Override
        public String getRemoteAddr() {
            if (isRefused("/failing-address")) {
                throw new IllegalStateException("no address");
            }
            return isRefused("/no-address") ? null : super.getRemoteAddr();
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
