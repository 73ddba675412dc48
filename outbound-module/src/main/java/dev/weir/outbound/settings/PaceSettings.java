package dev.weir.outbound.settings;

import java.time.Duration;

/**
 * How fast permits of a policy are given out. Immutable.
 *
 * @param safety the share of the limit that is used, above zero
 * @param spacing whether permits come one by one
 * @param guard by how much the window is longer than the configured one, 0 or more
 * @param permitUntil until when a permit is in use
 * @param near the share of the limit that is in use when it is nearly reached, above zero
 */
public record PaceSettings(Portion safety, Spacing spacing, Duration guard, PermitUntil permitUntil, Portion near) {

    /** Until when a permit is in use, before its window begins. */
    public enum PermitUntil {
        /** The moment of sending. */
        SEND,
        /** The moment of the response. */
        RESPONSE
    }
}
