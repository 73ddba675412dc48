package dev.weir.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.runtime.ObjectMethods;

/**
 * Releases the class loader of an application from a cache of the JDK. Every method handle remembers the last type to
 * which it was adapted (JDK-8078641, fixed in 19). The handles by which {@link ObjectMethods} compares records are
 * static: they keep the last application whose records were compared in memory.
 */
final class RecordMethodCache {

    private RecordMethodCache() {}

    /** Adapts these handles to types of the JDK, which replaces those of the application. */
    static void forgetApplication() {
        try {
            MethodHandle getter = MethodHandles.identity(String.class);
            for (String method : new String[] {"equals", "hashCode", "toString"}) {
                Object unused = ObjectMethods.bootstrap(
                        MethodHandles.lookup(), method, MethodHandle.class, String.class, "text", getter);
            }
        } catch (Throwable e) {
            // the only consequence is a memory leak
            System.getLogger(RecordMethodCache.class.getName())
                    .log(System.Logger.Level.DEBUG, "cannot free the class loader", e);
        }
    }
}
