package dev.weir.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.runtime.ObjectMethods;

/**
 * Frees the class loader of an application from a cache of the JDK. Every method handle remembers the last type that it was
 * adapted to (JDK-8078641, mended in 19). Those by which {@link ObjectMethods} compares records are static: the last
 * application whose records were compared stays in memory.
 */
final class RecordMethodCache {

    private RecordMethodCache() {}

    /** Adapts these handles to types of the JDK, and so makes them forget those of the application. */
    static void forgetApplication() {
        try {
            MethodHandle getter = MethodHandles.identity(String.class);
            for (String method : new String[] {"equals", "hashCode", "toString"}) {
                Object unused = ObjectMethods.bootstrap(
                        MethodHandles.lookup(), method, MethodHandle.class, String.class, "text", getter);
            }
        } catch (Throwable e) {
            // only memory is lost
            System.getLogger(RecordMethodCache.class.getName())
                    .log(System.Logger.Level.DEBUG, "cannot free the class loader", e);
        }
    }
}
