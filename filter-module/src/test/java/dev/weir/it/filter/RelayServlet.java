package dev.weir.it.filter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Passes a request on to the path {@code to}, in the way that its own path names, so often as {@code times} says. */
@WebServlet(urlPatterns = "/relay/*", asyncSupported = true)
public class RelayServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String to = request.getParameter("to");
        switch (request.getPathInfo()) {
            case "/forward" -> request.getRequestDispatcher(to).forward(request, response);
            case "/include" -> {
                for (int times = Integer.parseInt(request.getParameter("times")); times > 0; times--) {
                    request.getRequestDispatcher(to).include(request, response);
                }
            }
            case "/async" -> {
                AsyncContext context = request.startAsync();
                context.dispatch(to);
            }
            default -> response.sendError(HttpServletResponse.SC_GONE);
        }
    }
}
