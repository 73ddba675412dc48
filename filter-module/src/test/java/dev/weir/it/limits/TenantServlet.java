package dev.weir.it.limits;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;

/** Answers every path with what an application sees of a request: its host, its path and its caller. */
@WebServlet("/*")
public class TenantServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter()
                .print("host=" + request.getServerName()
                        + " path=" + request.getPathInfo()
                        + " caller="
                        + Optional.ofNullable(request.getUserPrincipal())
                                .map(Principal::getName)
                                .orElse("none"));
    }
}
