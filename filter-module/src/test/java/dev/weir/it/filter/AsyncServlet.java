package dev.weir.it.filter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Answers from another thread, which every filter on the way has to allow. */
@WebServlet(
        urlPatterns = {"/async", "/async/*"},
        asyncSupported = true)
public class AsyncServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext context = request.startAsync();
        context.start(() -> answer(context));
    }

    private static void answer(AsyncContext context) {
        try {
            context.getResponse().getWriter().print("answered later");
            context.complete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
