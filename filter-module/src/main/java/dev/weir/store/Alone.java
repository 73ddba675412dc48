package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.Source;
import dev.weir.core.State;
import dev.weir.core.Verdict;

/**
 * Decides what the cluster did not answer, by the policy's fallback. Safe for use by many threads.
 *
 * @param share what this instance has of each limit
 */
record Alone(LocalStore local, Share share) {

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
            case LOCAL -> count(gate, before, change, share.isWhole());
        };
    }

    /** Counts a key that the grid has no room for, whatever the fallback is. */
    Answer count(Gate gate, Change change) {
        return count(gate, State.EMPTY, change, true).answer();
    }

    /** @param blocks false if a refusal begins no block: who has used up a share has not exceeded the limit everywhere */
    private Decision count(Gate gate, State before, Change change, boolean blocks) {
        Policy part = share.of(gate.policy(), blocks);
        CounterId id = gate.id().under(part);
        Verdict verdict =
                local.applyFrom(() -> gate.foreseen(before, part), id, change).verdict();
        Answer answer = new Answer.Counted(verdict, Source.LOCAL);
        return new Decision(answer, admitted(change, verdict), verdict.blocked() ? local.blockedUntil(id) : 0);
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

    /** What was counted here for {@code gate} is let go of if the cluster knows it. */
    void endIfSettled(Gate gate) {
        if (gate.isLocalSettled()) {
            endFor(gate);
        }
    }
}
