package dev.weir.spi;

import java.util.Map;

/** What {@link Modules} asks: implemented by Weir itself. Safe for use by many threads. */
public interface ModuleRuntime {

    /** As {@link Modules#running}. */
    <M extends WeirModule> M running(Class<M> type);

    /** As {@link Modules#start}. */
    AutoCloseable start(WeirModule module, Map<String, String> properties);
}
