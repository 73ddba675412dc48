package dev.weir.servlet;

import jakarta.servlet.ServletContext;
import java.util.List;

/**
 * The files with which an application answers a directory: those that {@code web.xml} lists, and the defaults of
 * containers.
 */
final class WelcomeFiles {

    private static final String ATTRIBUTE = "dev.weir.welcome-files";

    private WelcomeFiles() {}

    /** Returns the files, which are read once for each application; safe for use by many threads. */
    static List<String> of(ServletContext context) {
        if (context.getAttribute(ATTRIBUTE) instanceof Names known) {
            return known.names();
        }
        Names names = new Names(WebXml.of(context).welcomeFiles());
        context.setAttribute(ATTRIBUTE, names);
        return names.names();
    }

    private record Names(List<String> names) {}
}
