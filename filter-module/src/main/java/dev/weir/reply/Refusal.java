package dev.weir.reply;

import dev.weir.Decision;
import dev.weir.engine.PolicyDecision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** The content of the response to a refused client, independent of its format. Immutable. */
public final class Refusal {

    private static final long MINIMAL_STEP_SECONDS = 5;

    private final List<? extends Decision> refusals;
    private final Predicate<Decision> disclosed;

    /** @param disclosed whether the policy's name and the exact second are disclosed */
    public Refusal(List<? extends Decision> refusals, Predicate<Decision> disclosed) {
        this.refusals = List.copyOf(refusals);
        this.disclosed = disclosed;
    }

    Problem problem() {
        // there are none if an exception was serialized on its way here
        if (!refusals.isEmpty() && refusals.stream().allMatch(Decision::unavailable)) {
            return Problem.UNAVAILABLE;
        }
        if (!refusals.isEmpty() && refusals.stream().allMatch(Refusal::isNotTheClients)) {
            return Problem.TEMPORARY_REDUCED_CAPACITY;
        }
        return refusals.stream().anyMatch(Refusal::isByBlock)
                ? Problem.ABNORMAL_USAGE_DETECTED
                : Problem.QUOTA_EXCEEDED;
    }

    /** The refusal with which a block begins is one by the limit: the key was not blocked when it asked. */
    private static boolean isByBlock(Decision refusal) {
        return refusal.blocked() && !(refusal instanceof PolicyDecision decision && decision.beginsBlock());
    }

    private static boolean isNotTheClients(Decision refusal) {
        return refusal.unavailable() || (refusal instanceof PolicyDecision decision && decision.byPressure());
    }

    /** Names of the policies that refused and that may be disclosed. */
    List<String> violatedPolicies() {
        // a policy can refuse by several keys
        return refusals.stream()
                .filter(disclosed)
                .map(Decision::policy)
                .distinct()
                .toList();
    }

    /**
     * Whole seconds after which a client is admitted if no other call takes permits, at least 1: the longest of all
     * waits, rounded up. Empty if it never is.
     */
    OptionalLong retryAfterSeconds() {
        long longest = 1;
        for (Decision refusal : refusals) {
            Optional<Duration> wait = refusal.retryAfter();
            if (wait.isEmpty()) {
                return OptionalLong.empty();
            }
            long seconds = WholeSeconds.up(wait.get().toMillis());
            long step = disclosed.test(refusal) ? 1 : MINIMAL_STEP_SECONDS;
            longest = Math.max(longest, WholeSeconds.roundUp(seconds, step));
        }
        return OptionalLong.of(longest);
    }
}
