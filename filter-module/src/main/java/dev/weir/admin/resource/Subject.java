package dev.weir.admin.resource;

import dev.weir.Key;
import java.util.Optional;

/**
 * The policy, and one key of it, that a request is about. Immutable.
 *
 * @param stored the text under which the key's counters are stored
 */
record Subject(String policy, Key key, String stored) {

    /** The stored text, as overrides have it. */
    Optional<String> ofOverride() {
        return Optional.of(stored);
    }
}
