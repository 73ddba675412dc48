package dev.weir.gateway.servlet;

import dev.weir.gateway.error.ApiErrors;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Answers {@code GET}, and all other methods with 405 in the form of the API. */
abstract class ApiServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String method = request.getMethod();
        if (method.equals("GET") || method.equals("HEAD")) {
            // the container leaves out the body of an answer to HEAD
            doGet(request, response);
        } else {
            Answers.write(
                    response, ApiErrors.wrongMethod(method, request.getRequestURI()), Map.of("Allow", "GET, HEAD"));
        }
    }

    @Override
    protected abstract void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
