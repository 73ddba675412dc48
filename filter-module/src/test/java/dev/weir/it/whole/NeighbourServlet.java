package dev.weir.it.whole;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Lets another application answer, which has its own Weir. */
@WebServlet("/neighbour")
public class NeighbourServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        ServletContext other = getServletContext().getContext("/other");
        String included = request.getParameter("include");
        RequestDispatcher dispatcher = other.getRequestDispatcher(included == null ? "/begun/admitted" : included);
        if (included == null) {
            dispatcher.forward(request, response);
        } else {
            dispatcher.include(request, response);
        }
    }
}
