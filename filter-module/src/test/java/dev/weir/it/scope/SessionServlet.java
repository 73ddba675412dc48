package dev.weir.it.scope;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Starts a session, if there is none; one that is there gets another id, as by a login. */
@WebServlet({"/start-session", "/change-session-id"})
public class SessionServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getSession(false) != null) {
            request.changeSessionId();
        }
        response.getWriter().print(request.getSession().getId());
    }
}
