package dev.weir.it.container;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers how often a password was checked; {@code /asked/login} lets the server log in. */
@WebServlet("/asked/*")
public class AskedServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if ("/login".equals(request.getPathInfo())) {
            try {
                request.login(request.getParameter("username"), request.getParameter("password"));
            } catch (ServletException e) {
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            }
        }
        response.getWriter().print(Users.ASKED.get());
    }
}
