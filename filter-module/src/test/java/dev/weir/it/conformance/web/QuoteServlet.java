package dev.weir.it.conformance.web;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A plain servlet that calls a limited bean; {@code /by-filter} is limited by a policy's {@code match}. */
@WebServlet({"/servlet", "/by-filter"})
public class QuoteServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    private transient Quotes.OfApplication quotes;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(request.getServletPath().equals("/servlet") ? quotes.limited() : quotes.free());
    }
}
