package dev.weir.it.place;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Bears a stereotype, which makes it a bean, but what serves requests is none. */
@WebServlet("/throttled")
@Unlimited.Throttled
public class ThrottledServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    public void doGet(HttpServletRequest request, HttpServletResponse response) {}
}
