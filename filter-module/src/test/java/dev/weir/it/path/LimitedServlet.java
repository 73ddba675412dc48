package dev.weir.it.path;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says by which of its mappings it was reached. */
@WebServlet({"/exact", "/prefix/*", "/servlet/*", "*.do", "/gr\u00f6\u00dfe/*"})
public class LimitedServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = switch (request.getHttpServletMapping().getPattern()) {
            case "/exact" -> "exact";
            case "/prefix/*" -> "prefix";
            case "/servlet/*" -> "servlet";
            case "*.do" -> "extension";
            default -> "size";
        };
        response.getWriter().print("reached " + name + ".");
    }
}
