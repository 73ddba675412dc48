package dev.weir.it.life;

import java.io.File;
import java.lang.reflect.Method;
import java.util.Collection;

/**
 * A Payara Micro that deploys and undeploys while it runs; by reflection, because nothing here is compiled against it.
 */
public final class PayaraConsole implements ServerConsole.Deployments {

    private final Object runtime;
    private final Method deploy;
    private final Method undeploy;
    private final Method deployed;

    private PayaraConsole(Object runtime, Class<?> type) throws ReflectiveOperationException {
        this.runtime = runtime;
        this.deploy = type.getMethod("deploy", String.class, String.class, File.class);
        this.undeploy = type.getMethod("undeploy", String.class);
        this.deployed = type.getMethod("getDeployedApplicationNames");
    }

    /** Starts the server with its own command line options. */
    public static void main(String[] args) throws Exception {
        Class<?> micro = Class.forName("fish.payara.micro.PayaraMicro");
        micro.getMethod("main", String[].class).invoke(null, (Object) args);
        Object server = micro.getMethod("getInstance").invoke(null);
        Object runtime = micro.getMethod("getRuntime").invoke(server);
        new ServerConsole(new PayaraConsole(runtime, Class.forName("fish.payara.micro.PayaraMicroRuntime"))).run();
    }

    @Override
    public boolean deploy(String name, String root, String path) throws ReflectiveOperationException {
        // what it returns is true for a failed deployment too
        Object unused = deploy.invoke(runtime, name, root, new File(path));
        return ((Collection<?>) deployed.invoke(runtime)).contains(name);
    }

    @Override
    public void undeploy(String name) throws ReflectiveOperationException {
        undeploy.invoke(runtime, name);
    }
}
