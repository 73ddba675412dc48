package dev.weir.it.whole;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Begins a response, in the way that its path says, before the call that it makes is refused. */
@WebServlet(
        urlPatterns = {"/begun/*", "/zipped/*", "/zipped-before/*", "/stubborn/*", "/stubborn-closed/*"},
        asyncSupported = true)
public class BegunServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Object included = request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO);
        switch (included == null ? request.getPathInfo() : included.toString()) {
            case "/fields" -> setFields(request, response);
            case "/writer" -> response.getWriter().print("a,b,c\n".repeat(50));
            case "/other-charset" -> {
                response.setContentType("text/csv;charset=UTF-16");
                response.getWriter().print("a,b,c\n".repeat(50));
            }
            case "/stream" -> response.getOutputStream().print("a,b,c\n".repeat(50));
            case "/buffer" -> {
                response.setBufferSize(64 * 1024);
                response.getOutputStream().print("a,b,c\n".repeat(5_000));
            }
            case "/all" -> {
                setFields(request, response);
                response.getWriter().print("a,b,c");
            }
            case "/committed" -> {
                response.getOutputStream().print("a,b,c");
                response.flushBuffer();
            }
            case "/async" -> {
                AsyncContext unused = request.startAsync();
            }
            case "/dispatched" -> {
                request.startAsync().dispatch("/begun/fields");
                return;
            }
            case "/forwarded" -> request.getRequestDispatcher("/begun/all").forward(request, response);
            case "/included" -> request.getRequestDispatcher("/begun/writer").include(request, response);
            case "/error" -> {
                response.sendError(HttpServletResponse.SC_GONE);
                return;
            }
            case "/wrapped" -> throw new IOException(new ServletException(RefusedCall.exception()));
            case "/admitted", "/no-fields", "/no-address", "/failing-address", "/no-attributes" -> {
                response.getWriter().print("admitted");
                return;
            }
            default -> throw new ServletException("no such beginning, was \"" + request.getPathInfo() + "\"");
        }
        throw RefusedCall.exception();
    }

    private static void setFields(HttpServletRequest request, HttpServletResponse response) {
        response.setContentType("text/csv;charset=ISO-8859-1");
        response.setContentLength(10);
        response.setHeader("Content-Encoding", "gzip");
        response.setHeader("Content-Disposition", "attachment; filename=report.csv");
        response.setHeader("Content-Language", "de");
        response.setHeader("ETag", "\"1\"");
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Location", "/elsewhere");
        response.setHeader("CDN-Cache-Control", "max-age=600");
        response.setHeader("cache-control", "public, max-age=600");
        response.setHeader("Retry-After", "1");
        response.setDateHeader("Expires", 4_000_000_000_000L);
        response.setDateHeader("Last-Modified", 1_000_000_000_000L);
        response.setStatus(HttpServletResponse.SC_CREATED);
        response.setHeader("Access-Control-Allow-Origin", "https://app.example");
        response.setHeader("Content-Security-Policy", "default-src 'self'");
        response.addHeader("Vary", "Origin");
        response.addHeader("Vary", "Accept");
        response.addCookie(new Cookie("colour", "blue"));
        request.getSession();
    }
}
