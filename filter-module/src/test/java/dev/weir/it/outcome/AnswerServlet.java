package dev.weir.it.outcome;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Answers in all the ways in which a servlet can. */
@WebServlet(
        urlPatterns = {"/answer/*", "/page/*"},
        asyncSupported = true)
public class AnswerServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        switch (request.getPathInfo()) {
            case "/fine" -> answer(response, 200);
            // an error page: the status is that of the error
            case "/gone" -> response.getWriter().print("gone");
            case "/moved" -> response.sendRedirect("/elsewhere");
            case "/status" -> answer(response, 404);
            case "/error" -> response.sendError(404);
            case "/error-with-a-page" -> response.sendError(410);
            case "/exception" -> throw new ServletException("of the test");
            case "/later" -> later(request, 200);
            case "/later-failed" -> later(request, 503);
            case "/never" -> request.startAsync().setTimeout(200);
            case "/dispatched" -> request.startAsync().dispatch("/answer/status");
            case "/dispatched-later" -> request.startAsync().dispatch("/answer/later-failed");
            default -> throw new IllegalArgumentException(request.getPathInfo());
        }
    }

    private static void later(HttpServletRequest request, int status) {
        AsyncContext context = request.startAsync();
        context.start(() -> {
            try {
                answer((HttpServletResponse) context.getResponse(), status);
                context.complete();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void answer(HttpServletResponse response, int status) throws IOException {
        response.setStatus(status);
        response.getWriter().print("answered");
    }
}
