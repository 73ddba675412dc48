package dev.weir.reply;

import dev.weir.Decision;
import dev.weir.RateLimitExceededException;
import java.util.List;
import java.util.Optional;

/** Finds a refusal among the causes of an exception that an application threw. */
public final class ThrownRefusal {

    private static final String NAME = RateLimitExceededException.class.getName();
    /** The number of causes to follow, because causes can form a circle. */
    private static final int DEEPEST = 32;

    private ThrownRefusal() {}

    /**
     * Returns the decisions of the refusal that is {@code thrown} or among its causes; empty if there is none. The list
     * is empty for a refusal that was serialized, or that another application with its own jar made.
     */
    public static Optional<List<Decision>> in(Throwable thrown) {
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            if (each instanceof RateLimitExceededException refusal) {
                return Optional.of(refusal.refusals());
            }
            if (each.getClass().getName().equals(NAME)) {
                return Optional.of(List.of());
            }
            each = each.getCause();
        }
        return Optional.empty();
    }
}
