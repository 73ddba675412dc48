package dev.weir.spi;

import java.util.Optional;
import java.util.Set;

/**
 * The properties of a {@link WeirModule}, by their names without {@code ratelimit.<module>.}, before it has said which
 * of them it reads. For use by one thread.
 */
public interface NamedProperties {

    /**
     * The names that sources of configuration list; a source such as the environment may have values of names that it
     * does not list.
     */
    Set<String> names();

    /** The value of a property; empty if it is absent or blank. */
    Optional<String> value(String name);
}
