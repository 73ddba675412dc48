package dev.weir.it.limits;

import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers callers whose token the server has verified; others get a 401. */
@WebServlet("/*")
@ServletSecurity(@HttpConstraint(rolesAllowed = "caller"))
public class ClaimServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print("caller=" + request.getUserPrincipal().getName());
    }
}
