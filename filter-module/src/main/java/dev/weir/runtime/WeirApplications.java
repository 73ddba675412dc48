package dev.weir.runtime;

import dev.weir.config.Declaration;
import dev.weir.spi.WeirModule;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The runtimes of the applications that share the classes of Weir. Safe for use by many threads.
 *
 * <p>A runtime has four phases. The CDI extension, if there is one, announces the declarations of beans. The servlet
 * container's initializer reads the configuration. A listener starts the runtime: from then on the container notifies
 * it if the deployment fails. The listener closes it. CDI closes it too, for what a bean started before there was a
 * listener.
 */
public final class WeirApplications {

    private static final Applications APPLICATIONS = Applications.rehearsed(WeirApplications.class.getClassLoader());

    private WeirApplications() {}

    /**
     * Stores what a CDI container announces; runtimes that start later use it.
     *
     * @param application the class loader of the application, or of the EAR that has one container
     */
    public static void announce(ClassLoader application, Bootstrap found) {
        APPLICATIONS.announce(application, found);
    }

    /** Returns the announcement of an application's CDI container, if there is one. */
    public static Optional<Bootstrap> announced(ClassLoader application) {
        return APPLICATIONS.announced(application);
    }

    /** Stores the facts of the servlet container about an application; runtimes that start later use them. */
    public static void deployedAs(ClassLoader application, Deployment found) {
        APPLICATIONS.deployedAs(application, found);
    }

    /**
     * Reads the configuration of an application; if it was read before, adds declarations. Starts nothing that would
     * have to be ended: a container need not notify a listener that was not called yet that the deployment failed.
     *
     * @throws dev.weir.config.InvalidConfigurationException if the configuration is wrong
     */
    public static Policies prepare(ClassLoader application, List<Declaration> declared) {
        return APPLICATIONS.prepare(application, declared);
    }

    /** Starts the runtime of an application, unless it runs already, and logs once what is limited where. */
    public static void start(ClassLoader application) {
        WeirRuntime started = APPLICATIONS.start(application);
        Deployment deployment = APPLICATIONS.deployment(application);
        OperationLimits limits = new OperationLimits(started.policies(), deployment);
        APPLICATIONS.waitingFor(application).forEach(each -> each.accept(limits));
        started.summarize(deployment);
    }

    /**
     * Returns the runtime of the application that this thread works for; starts it if it was not started before. A
     * closed runtime is returned unchanged: a request that outlives its application is decided without the cluster.
     */
    public static WeirRuntime currentOrStarted() {
        return APPLICATIONS.current();
    }

    /** Closes the runtimes of an application or an EAR, if there are any. */
    public static void close(ClassLoader application) {
        APPLICATIONS.close(application);
    }

    /**
     * Passes the limits of the operations of the application that this thread works for to {@code description}: now, or
     * when the application has started. Starts nothing.
     */
    public static void describe(Consumer<OperationLimits> description) {
        APPLICATIONS.limitsOr(description).ifPresent(description);
    }

    /** The other jars of Weir in the class path of an application, not started. */
    public static List<WeirModule> modulesOf(ClassLoader application) {
        return HostedModules.of(application);
    }
}
