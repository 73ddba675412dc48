package dev.weir.it.monitored;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;

/** {@code /orders/slow} and {@code /orders/fast}. */
@WebServlet("/orders/*")
public class OrdersServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    private transient Orders orders;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.setContentType("text/plain");
        try {
            if ("/slow".equals(request.getPathInfo())) {
                orders.slow(request.getParameter("by") != null);
                response.getWriter().print("done");
            } else {
                response.getWriter().print(orders.fast());
            }
        } catch (SQLException e) {
            throw new ServletException(e);
        }
    }
}
