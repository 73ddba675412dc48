package dev.weir.outbound.remote;

import java.time.Duration;

/**
 * What the other side says is left of one of its limits. Immutable.
 *
 * @param name of the limit; empty if it has none
 * @param remaining how many calls it admits before {@code reset}, 0 or more
 * @param reset how long until there are more, above zero, from the moment of the answer
 */
public record RemoteQuota(String name, long remaining, Duration reset) {

    /** Whether no call is left. */
    public boolean isExhausted() {
        return remaining == 0;
    }
}
