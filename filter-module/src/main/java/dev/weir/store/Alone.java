package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Source;
import dev.weir.core.State;
import dev.weir.core.Verdict;
import java.util.function.IntSupplier;

/**
 * Decides what the cluster did not answer, by the policy's fallback. Safe for use by many threads.
 *
 * @param sharers how many instances share a limit while they count alone
 */
record Alone(LocalStore local, IntSupplier sharers) {

    /**
     * What was decided, and has to be settled with the cluster.
     *
     * @param admitted how many permits were counted: below 0 if they were given back, and none that {@code open} lets through
     * @param blockedUntil when the block ends that is known here, 0 for none
     */
    record Decision(Answer answer, long admitted, long blockedUntil) {}

    /** @param before the state of the grid to go on from, as it was seen before it was asked */
    Decision decide(Gate gate, State before, Change change) {
        return switch (gate.policy().fallback()) {
            case OPEN -> new Decision(new Answer.Uncounted(true), 0, 0);
            case CLOSED -> new Decision(new Answer.Uncounted(false), 0, 0);
            case LOCAL -> count(gate, before, change);
        };
    }

    private Decision count(Gate gate, State before, Change change) {
        Share share = new Share(sharers.getAsInt());
        Change shared = share.of(gate.policy(), change);
        Verdict verdict =
                local.applyFrom(() -> gate.foreseen(before), gate.id(), shared).verdict();
        Answer answer = new Answer.Counted(verdict.shared(share.members()), Source.LOCAL);
        long blockedUntil = verdict.blocked()
                ? verdict.atMillis() + verdict.retryAfterMillis().orElse(0)
                : 0;
        return new Decision(answer, admitted(change, verdict), blockedUntil);
    }

    private static long admitted(Change change, Verdict verdict) {
        if (change instanceof Change.Refund refund) {
            return -refund.permits();
        }
        return verdict.allowed() && change instanceof Change.Acquire acquire ? acquire.permits() : 0;
    }

    /** The cluster has decided for {@code gate} again: what was counted here meanwhile is settled with it. */
    void endFor(Gate gate) {
        if (gate.leaveLocal()) {
            local.forget(gate.id());
        }
    }
}
