package dev.weir.it.life;

import java.io.File;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat that deploys and undeploys while it runs. */
public final class TomcatConsole implements ServerConsole.Deployments {

    private final Tomcat tomcat;

    private TomcatConsole(Tomcat tomcat) {
        this.tomcat = tomcat;
    }

    /** Listens at port {@code args[0]}; {@code args[1]} is for work. */
    public static void main(String[] args) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(args[1]);
        Connector connector = new Connector();
        connector.setPort(Integer.parseInt(args[0]));
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        tomcat.start();
        new ServerConsole(new TomcatConsole(tomcat)).run();
    }

    @Override
    public boolean deploy(String name, String root, String path) {
        Context context = tomcat.addWebapp(root, new File(path).getAbsolutePath());
        boolean started = context.getState() == LifecycleState.STARTED;
        if (!started) {
            tomcat.getHost().removeChild(context);
        }
        return started;
    }

    @Override
    public void undeploy(String name) throws Exception {
        Context context = (Context) tomcat.getHost().findChild("/" + name);
        context.stop();
        context.destroy();
        tomcat.getHost().removeChild(context);
    }
}
