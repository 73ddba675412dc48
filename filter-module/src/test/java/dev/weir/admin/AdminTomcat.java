package dev.weir.admin;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.LoginConfig;

/**
 * The admin servlet in a Tomcat of this process, which knows the operator {@code root} and the viewer {@code vera} by
 * HTTP Basic; their passwords are their names with {@code -secret} behind them.
 */
public final class AdminTomcat implements AutoCloseable {

    private static final String CONTEXT = "/shop";

    private final Tomcat tomcat = new Tomcat();
    private final String path;

    /** Serves at a free port, with {@code directory} for work. */
    public AdminTomcat(Supplier<Administered> administered, Path directory) {
        path = administered.get().administration().path();
        tomcat.setBaseDir(directory.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        add("root", administered.get().administration().role());
        add("vera", administered.get().administration().viewerRole().orElseThrow());
        Context context = tomcat.addContext(CONTEXT, directory.toString());
        context.setLoginConfig(new LoginConfig("BASIC", "operators", null, null));
        context.getPipeline().addValve(new BasicAuthenticator());
        Tomcat.addServlet(context, "admin", new AdminServlet(administered));
        context.addServletMappingDecoded(path + "/*", "admin");
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(String user, String role) {
        tomcat.addUser(user, user + "-secret");
        tomcat.addRole(user, role);
    }

    /** Where the administration is. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + CONTEXT + path);
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }
}
