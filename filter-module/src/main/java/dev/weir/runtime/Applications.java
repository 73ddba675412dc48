package dev.weir.runtime;

import dev.weir.config.Declaration;
import dev.weir.config.source.PropertySource;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The applications that share the classes of Weir, by their class loaders. There is one if the jar is in
 * {@code WEB-INF/lib}; if it is in the {@code lib} of an EAR or of a server, each WAR is one. Safe for use by many
 * threads.
 */
final class Applications {

    private static final System.Logger LOG = System.getLogger(Applications.class.getName());

    /** The class loader of Weir: the application's own, or a parent of several. */
    private final ClassLoader home;

    private final Map<ClassLoader, Bootstrap> announced = new LinkedHashMap<>();
    private final Map<ClassLoader, Deployment> deployments = new LinkedHashMap<>();
    private final Map<ClassLoader, Policies> prepared = new LinkedHashMap<>();

    /**
     * Consumers that wait for the limits of an application that has not started, with the class loaders of their
     * callers.
     */
    private final Map<Consumer<OperationLimits>, ClassLoader> waiting = new LinkedHashMap<>();

    /** In the order of their start; replaced with every change. */
    private volatile Map<ClassLoader, WeirRuntime> running = Map.of();

    /** The runtime for every thread while there is only one. */
    private volatile @Nullable WeirRuntime only;

    private volatile Reference<WeirRuntime> lastClosed = new WeakReference<>(null);

    Applications(ClassLoader home) {
        this.home = home;
    }

    /** Creates an instance whose {@link #close} has been run once with a trial loader. */
    static Applications rehearsed(ClassLoader home) {
        Applications applications = new Applications(home);
        ClassLoader trial = new ClassLoader(home) {};
        applications.announce(trial, Bootstrap.plain());
        applications.close(trial);
        return applications;
    }

    synchronized void announce(ClassLoader application, Bootstrap found) {
        announced.put(application, found);
    }

    /** Returns what the container of {@code application} announced, or the only announcement that exists. */
    synchronized Optional<Bootstrap> announced(ClassLoader application) {
        return nearest(announced, application).or(() -> eldest(announced)).map(each -> each.of(application));
    }

    synchronized void deployedAs(ClassLoader application, Deployment found) {
        adopt(application);
        deployments.put(application, found);
        WeirRuntime runtime = running.get(application);
        if (runtime != null) {
            runtime.deployedAs(found);
        }
    }

    synchronized Deployment deployment(ClassLoader application) {
        return deployments.getOrDefault(application, Deployment.UNKNOWN);
    }

    /** Reads the policies of {@code application}, or declares more of them. */
    synchronized Policies prepare(ClassLoader application, List<Declaration> declared) {
        adopt(application);
        WeirRuntime runtime = running.get(application);
        Policies policies = runtime != null && !runtime.isClosed() ? runtime.policies() : prepared.get(application);
        if (policies != null) {
            policies.declare(declared);
            return policies;
        }
        Bootstrap surroundings = announced(application).orElseGet(Bootstrap::plain);
        Set<Declaration> all = new LinkedHashSet<>(surroundings.allDeclarations());
        all.addAll(declared);
        Policies read =
                new Policies(PropertySource.detect(), List.copyOf(all), surroundings, HostedModules.of(application));
        prepared.put(application, read);
        return read;
    }

    /** Assigns what was started before any application was deployed to the first application that is. */
    private void adopt(ClassLoader application) {
        Map<ClassLoader, WeirRuntime> changed = new LinkedHashMap<>(running);
        WeirRuntime early = changed.remove(home);
        if (early != null && !changed.containsKey(application)) {
            changed.put(application, early);
            change(changed);
        }
    }

    /**
     * Returns the limits of the application that this thread works for; starts nothing. While they are unknown,
     * {@code later} waits for the application's start.
     */
    synchronized Optional<OperationLimits> limitsOr(Consumer<OperationLimits> later) {
        Map<ClassLoader, Policies> read = new LinkedHashMap<>(prepared);
        running.forEach((application, runtime) -> {
            if (!runtime.isClosed()) {
                read.put(application, runtime.policies());
            }
        });
        Optional<OperationLimits> known = Optional.empty();
        for (Map.Entry<ClassLoader, Policies> each : read.entrySet()) {
            if (known.isEmpty() && isConcerned(each.getKey(), context())) {
                known = Optional.of(new OperationLimits(each.getValue(), deployment(each.getKey())));
            }
        }
        if (known.isEmpty()) {
            waiting.put(later, context());
        }
        return known;
    }

    /** Removes and returns the consumers that wait for the start of {@code application}. */
    synchronized List<Consumer<OperationLimits>> waitingFor(ClassLoader application) {
        List<Consumer<OperationLimits>> found = new ArrayList<>();
        waiting.forEach((later, context) -> {
            if (isConcerned(application, context)) {
                found.add(later);
            }
        });
        found.forEach(waiting::remove);
        return found;
    }

    /**
     * Whether a waiting consumer belongs to {@code application}. If the jar is inside an application, it belongs to
     * that one, whatever the caller.
     */
    private boolean isConcerned(ClassLoader application, ClassLoader context) {
        return isWithin(home, application) || isWithin(context, application);
    }

    private ClassLoader context() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? home : context;
    }

    /** Returns the runtime of {@code application}; starts it unless it is started. */
    synchronized WeirRuntime start(ClassLoader application) {
        Policies policies = prepare(application, List.of());
        WeirRuntime runtime = running.get(application);
        if (runtime != null && !runtime.isClosed()) {
            return runtime;
        }
        WeirRuntime started = create(policies, application);
        prepared.remove(application);
        Map<ClassLoader, WeirRuntime> changed = new LinkedHashMap<>(running);
        changed.put(application, started);
        change(changed);
        return started;
    }

    private WeirRuntime create(Policies policies, ClassLoader application) {
        try {
            return new WeirRuntime(policies, deployment(application));
        } catch (RuntimeException | Error e) {
            // servers bury the message in nested exceptions
            LOG.log(System.Logger.Level.ERROR, "Weir cannot start: " + e);
            throw e;
        }
    }

    /**
     * Returns the runtime of the application that this thread works for; starts one if there is none. A closed runtime
     * is returned too: a request that outlives its application is decided without the cluster.
     */
    WeirRuntime current() {
        WeirRuntime runtime = only;
        return runtime != null ? runtime : choose();
    }

    /**
     * Chooses among several runtimes. A bean that several WARs share is counted by the first one, whatever the caller.
     */
    private WeirRuntime choose() {
        Map<ClassLoader, WeirRuntime> all = running;
        return nearest(all, Thread.currentThread().getContextClassLoader())
                .or(() -> eldest(all))
                .or(() -> Optional.ofNullable(lastClosed.get()))
                .orElseGet(() -> start(home));
    }

    /**
     * Closes the runtimes of {@code application}, which can be an EAR of several. Written without lambdas, and run once
     * before it is needed ({@link #rehearsed}): after a failed deployment Payara calls it when classes cannot be loaded
     * any more.
     */
    void close(ClassLoader application) {
        try {
            for (WeirRuntime each : remove(application)) {
                each.close();
            }
        } finally {
            // also if no runtime was started: reading the configuration compares records
            RecordMethodCache.forgetApplication();
        }
    }

    private synchronized List<WeirRuntime> remove(ClassLoader application) {
        removeWithin(announced, application);
        removeWithin(deployments, application);
        removeWithin(prepared, application);
        waiting.values().removeIf(each -> isWithin(each, application));
        Map<ClassLoader, WeirRuntime> left = new LinkedHashMap<>(running);
        List<WeirRuntime> ended = removeWithin(left, application);
        // classes that are unloaded with the application may keep its runtime; others would keep its class loader in
        // memory
        if (!isWithin(home, application)) {
            for (WeirRuntime each : ended) {
                lastClosed = new WeakReference<>(each);
            }
            change(left);
        }
        return ended;
    }

    private static <T> List<T> removeWithin(Map<ClassLoader, T> all, ClassLoader application) {
        List<T> removed = new ArrayList<>();
        for (Iterator<Map.Entry<ClassLoader, T>> each = all.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<ClassLoader, T> entry = each.next();
            if (isWithin(entry.getKey(), application)) {
                removed.add(entry.getValue());
                each.remove();
            }
        }
        return removed;
    }

    private void change(Map<ClassLoader, WeirRuntime> changed) {
        running = changed;
        only = changed.size() == 1 ? changed.values().iterator().next() : null;
    }

    private static <T> Optional<T> nearest(Map<ClassLoader, T> all, @Nullable ClassLoader from) {
        T found = null;
        for (ClassLoader each = from; each != null && found == null; each = each.getParent()) {
            found = all.get(each);
        }
        return Optional.ofNullable(found);
    }

    private static <T> Optional<T> eldest(Map<ClassLoader, T> all) {
        return all.values().stream().findFirst();
    }

    /** Whether {@code loader} is {@code application} or a descendant of it. */
    static boolean isWithin(@Nullable ClassLoader loader, @Nullable ClassLoader application) {
        ClassLoader each = loader;
        while (each != null && each != application) {
            each = each.getParent();
        }
        return each != null;
    }
}
