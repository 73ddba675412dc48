package dev.weir.gateway.auth;

import dev.weir.Key;
import java.time.Duration;
import java.util.Optional;

/** Counts credentials that were not valid, by the address that they came from. Safe for use by many threads. */
@FunctionalInterface
public interface Attempts {

    /** Counts one; returns how long no more of them are answered as such if that was one too many. */
    Optional<Duration> failed(Key address);

    /** Counts none. */
    Attempts UNCOUNTED = address -> Optional.empty();
}
