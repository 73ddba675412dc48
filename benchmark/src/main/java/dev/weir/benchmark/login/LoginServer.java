package dev.weir.benchmark.login;

import dev.weir.servlet.WeirInitializer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat with Weir and a login, which looks at the password alone: it takes as long for each name. */
public final class LoginServer {

    static final String READY = "=ready";
    static final String PATH = "/login";
    static final String RIGHT = "right";

    private LoginServer() {}

    /** Serves at port {@code args[0]} of the loopback interface until standard input ends. */
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("weir-benchmark");
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        Connector connector = new Connector();
        connector.setPort(Integer.parseInt(args[0]));
        connector.setProperty("address", "127.0.0.1");
        // all requests come by one connection
        connector.setProperty("maxKeepAliveRequests", "-1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", directory.toString());
        context.addServletContainerInitializer(new WeirInitializer(), Set.of());
        Tomcat.addServlet(context, "login", new LoginServlet());
        context.addServletMappingDecoded(PATH, "login");
        tomcat.start();
        System.out.println(READY);
        while (System.in.read() >= 0) {
            // until the benchmark ends
        }
        tomcat.stop();
        System.exit(0);
    }

    /** Answers 200 or 401. */
    private static final class LoginServlet extends HttpServlet {

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            boolean succeeds = RIGHT.equals(request.getParameter("password"));
            response.setStatus(succeeds ? HttpServletResponse.SC_OK : HttpServletResponse.SC_UNAUTHORIZED);
            response.setContentLength(0);
        }
    }
}
