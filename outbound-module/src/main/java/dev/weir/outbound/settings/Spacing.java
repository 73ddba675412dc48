package dev.weir.outbound.settings;

import java.time.Duration;

/** Whether permits come one by one. Immutable. */
public sealed interface Spacing {

    /** As fast as the limit allows. */
    record None() implements Spacing {}

    /** A window divided by its permits apart. */
    record Even() implements Spacing {}

    /**
     * A fixed time apart.
     *
     * @param gap above zero
     */
    record Fixed(Duration gap) implements Spacing {}
}
