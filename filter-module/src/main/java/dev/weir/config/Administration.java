package dev.weir.config;

import java.util.Optional;

/**
 * Where an application is administered while it runs, and by whom. Immutable.
 *
 * @param path the path below the context root, {@code /ratelimit}; it begins with a slash and does not end with one
 * @param role the role of those who may read and change
 * @param viewerRole the role of those who may read; empty if there is none
 * @param keys how keys are shown
 */
public record Administration(String path, String role, Optional<String> viewerRole, Keys keys) {

    /** How keys are shown. */
    public enum Keys {
        /** The beginning of each, {@code user:al***}; all of it on request, which is audited. */
        MASKED,
        /** All of it. */
        CLEAR,
        /** Nothing of it. */
        HIDDEN
    }
}
