package dev.weir.runtime;

import dev.weir.config.Declaration;
import dev.weir.config.MapSource;
import dev.weir.spi.WeirModule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runtimes of tests in other packages; whoever starts one closes it. */
public final class StartedRuntime {

    private StartedRuntime() {}

    /** A runtime that counts on this instance, with these properties, names and values in turn. */
    public static WeirRuntime of(String... namesAndValues) {
        return of(List.of(), Map.of(), namesAndValues);
    }

    /** The same with what sites declare and where filters are mapped. */
    public static WeirRuntime of(
            List<Declaration> declared, Map<String, List<String>> mappings, String... namesAndValues) {
        return of(declared, mappings, List.of(), namesAndValues);
    }

    /** The same with other jars of Weir. */
    public static WeirRuntime of(
            List<Declaration> declared,
            Map<String, List<String>> mappings,
            List<WeirModule> modules,
            String... namesAndValues) {
        Policies policies = new Policies(MapSource.of(namesAndValues), declared, Bootstrap.plain(), modules);
        return new WeirRuntime(policies, new Deployment("/shop", Optional.empty(), mappings, List::of));
    }
}
