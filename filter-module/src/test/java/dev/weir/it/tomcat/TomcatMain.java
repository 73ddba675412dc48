package dev.weir.it.tomcat;

import java.io.File;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat with one application, on a class path of nothing but Tomcat and this class. */
public final class TomcatMain {

    private TomcatMain() {}

    /** Serves the application in the directory {@code args[1]} at port {@code args[0]}; {@code args[2]} is for work. */
    public static void main(String[] args) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(args[2]);
        Connector connector = new Connector();
        connector.setPort(Integer.parseInt(args[0]));
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addWebapp("", new File(args[1]).getAbsolutePath());
        tomcat.start();
        System.out.println("Tomcat is ready, application: " + context.getState());
        tomcat.getServer().await();
    }
}
