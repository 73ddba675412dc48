package dev.weir.it.life;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;

/** Fails after everything else has started. */
@WebServlet(urlPatterns = "/failing", loadOnStartup = 1)
public class FailingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    public void init() throws ServletException {
        throw new ServletException("on purpose");
    }
}
