package dev.weir.http;

import dev.weir.Decision;
import dev.weir.RateLimitExceededException;
import java.util.List;
import java.util.Optional;

/** Finds a refusal among the causes of what an application threw. */
public final class ThrownRefusal {

    private static final String NAME = RateLimitExceededException.class.getName();
    /** Causes can form a circle. */
    private static final int DEEPEST = 32;

    private ThrownRefusal() {}

    /**
     * The decisions of the refusal that {@code thrown} is, or that caused it; empty if there is none. No decisions are known of a
     * refusal that was serialized, or that another application has made with a jar of its own.
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
