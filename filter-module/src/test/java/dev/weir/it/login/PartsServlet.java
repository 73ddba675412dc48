package dev.weir.it.login;

import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.annotation.WebServlet;

/** The same for forms of several parts, which the container reads for it. */
@WebServlet(urlPatterns = {"/looked/parts/*", "/plain/parts/*"})
@MultipartConfig
public class PartsServlet extends ReadingServlet {

    private static final long serialVersionUID = 1L;
}
