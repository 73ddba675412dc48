package dev.weir.gateway.auth;

import dev.weir.Key;
import java.time.Duration;
import java.util.Optional;

/** Counts credentials that were not valid, by the address that they came from. Safe for use by many threads. */
public interface Attempts {

    /** How long no more of them are looked at from {@code address}; empty if they are. Counts nothing. */
    Optional<Duration> retryAfter(Key address);

    /** Counts one; returns as {@link #retryAfter} does if that was one too many. */
    Optional<Duration> failed(Key address);

    /** Counts none. */
    Attempts UNCOUNTED = new Attempts() {
        @Override
        public Optional<Duration> retryAfter(Key address) {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> failed(Key address) {
            return Optional.empty();
        }
    };
}
