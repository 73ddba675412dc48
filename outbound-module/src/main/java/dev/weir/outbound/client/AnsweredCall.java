package dev.weir.outbound.client;

import dev.weir.outbound.runtime.ThrottleFlight;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that has its permit, and is told of its end. Safe for use by many threads. */
interface AnsweredCall {

    /** Returns the body to go on with, from its first byte; empty if it was not looked at. */
    Optional<InputStream> answered(int status, Map<String, List<String>> headers, Optional<InputStream> body);

    /** There is no answer. */
    default void failed(Throwable cause) {
        // who took the permit sees that as well
    }

    /** A request that nothing but a filter sees. */
    static AnsweredCall of(ThrottleFlight flight) {
        return new AnsweredCall() {
            @Override
            public Optional<InputStream> answered(
                    int status, Map<String, List<String>> headers, Optional<InputStream> body) {
                return flight.answered(status, headers, body);
            }

            @Override
            public void failed(Throwable cause) {
                flight.failed(cause);
            }
        };
    }
}
