package dev.weir.gateway.runtime;

import java.util.Locale;

/** Whether the upstreams of models can serve. Safe for use by many threads. */
@FunctionalInterface
public interface UpstreamStates {

    /** The state of one upstream. */
    enum State {
        /** It is called. */
        CLOSED,
        /** One call at a time finds out whether it works again. */
        TRIAL,
        /** It is left alone. */
        OPEN;

        String shown() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** That of the model with this identifier. */
    State of(String model);
}
