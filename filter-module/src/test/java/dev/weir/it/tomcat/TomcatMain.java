package dev.weir.it.tomcat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat with applications, on a class path of nothing but Tomcat and this class. */
public final class TomcatMain {

    private static final String CONNECTOR = "connector.";

    private TomcatMain() {}

    /**
     * Serves at port {@code args[0]}, with {@code args[1]} for work, the applications that follow: context path and
     * directory in turn. System properties that begin with {@code connector.} are attributes of the connector.
     */
    public static void main(String[] args) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(args[1]);
        Connector connector = new Connector();
        connector.setPort(Integer.parseInt(args[0]));
        connector.setProperty("address", "127.0.0.1");
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith(CONNECTOR)) {
                connector.setProperty(name.substring(CONNECTOR.length()), System.getProperty(name));
            }
        }
        tomcat.setConnector(connector);
        List<Context> contexts = new ArrayList<>();
        for (int i = 2; i < args.length; i += 2) {
            Context context = tomcat.addWebapp(args[i], new File(args[i + 1]).getAbsolutePath());
            context.setCrossContext(true);
            contexts.add(context);
        }
        tomcat.start();
        for (Context context : contexts) {
            System.out.println("Tomcat is ready, application" + context.getPath() + ": " + context.getState());
        }
        tomcat.getServer().await();
    }
}
