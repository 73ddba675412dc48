package dev.weir.it.bean;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A plain servlet above a bean that is limited. */
@WebServlet("/plain")
public class QuoteServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    private transient QuoteService service;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print(service.quote());
    }
}
