package dev.weir.spi;

import java.util.Map;
import java.util.ServiceLoader;

/** Finds the modules of running applications. Safe for use by many threads. */
public final class Modules {

    private static final ModuleRuntime RUNTIME = ServiceLoader.load(ModuleRuntime.class, Modules.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the jar of Weir is not whole: it has no ModuleRuntime"));

    private Modules() {}

    /**
     * The module of the application that this thread works for, which is started if it was not.
     *
     * @throws IllegalStateException if the application does not have it
     */
    public static <M extends WeirModule> M running(Class<M> type) {
        return RUNTIME.running(type);
    }

    /**
     * Starts {@code module} outside of any server, with {@code properties} and with system properties and environment
     * variables for those that it does not have.
     *
     * @param properties by their whole names
     * @return ends it when it is closed
     * @throws IllegalArgumentException if the configuration is wrong; with every problem
     */
    public static AutoCloseable start(WeirModule module, Map<String, String> properties) {
        return RUNTIME.start(module, properties);
    }
}
