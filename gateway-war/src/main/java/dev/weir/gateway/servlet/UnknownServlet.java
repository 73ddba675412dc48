package dev.weir.gateway.servlet;

import dev.weir.gateway.error.ApiErrors;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** All that the gateway does not know, whatever the upstream has there. */
@WebServlet(urlPatterns = "/")
public final class UnknownServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answers.write(response, ApiErrors.unknownUrl(request.getMethod(), request.getRequestURI()), Map.of());
    }
}
