package dev.weir.config;

import java.util.Optional;
import java.util.Set;

/** Where properties come from. */
public interface PropertySource {

    /** The value of a property, empty if it is absent or blank. */
    Optional<String> get(String name);

    /** The names that are known to be set; those of environment variables in the variables' own spelling. */
    Set<String> names();

    /** MicroProfile Config where the server or the application has it, else {@link SystemSource}. */
    static PropertySource detect() {
        try {
            return MicroProfileSource.ofApplication();
        } catch (LinkageError | IllegalStateException e) {
            // not on the class path, or an API without an implementation
            return new SystemSource(System.getProperties(), System.getenv());
        }
    }
}
