package dev.weir.it.life;

import dev.weir.RateLimited;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;

/** Names a policy that is nowhere defined: Weir itself ends the deployment, in its initializer. */
@WebServlet("/undefined")
@RateLimited("undefined")
public class UndefinedPolicyServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
}
