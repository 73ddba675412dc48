package dev.weir.it.life;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;

/** Fails after all listeners have been told of the start. */
@WebFilter("/*")
public class FailingFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    public void init() throws ServletException {
        throw new ServletException("on purpose");
    }
}
