package dev.weir.it.filter;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Goes through the container once more: forwards, includes, or fails so that an error page is asked. */
@WebServlet("/detour/*")
public class DetourServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        switch (request.getPathInfo()) {
            case "/forward" -> request.getRequestDispatcher("/closed").forward(request, response);
            case "/include" -> request.getRequestDispatcher("/closed").include(request, response);
            case "/error" -> response.sendError(HttpServletResponse.SC_GONE);
            default -> throw new ServletException("no such detour, was \"" + request.getPathInfo() + "\"");
        }
    }
}
