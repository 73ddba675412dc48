package dev.weir.config.source;

import java.util.Optional;
import java.util.Set;

/** A source of properties. */
public interface PropertySource {

    /** The value of a property, empty if it is absent or blank. */
    Optional<String> get(String name);

    /** The names of all properties that are known to be set; environment variables have their own spelling. */
    Set<String> names();

    /** Returns MicroProfile Config where the server or the application has it, else {@link SystemSource}. */
    static PropertySource detect() {
        try {
            return MicroProfileSource.ofApplication();
        } catch (LinkageError | IllegalStateException e) {
            // the API is not on the class path, or it has no implementation
            return new SystemSource(System.getProperties(), System.getenv());
        }
    }
}
