package dev.weir.store.cluster;

import dev.weir.Source;
import dev.weir.core.Block;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.Verdict;
import dev.weir.store.CounterId;
import dev.weir.store.StoreResult;
import dev.weir.store.gate.Gate;
import dev.weir.store.memory.Debt;
import dev.weir.store.memory.LocalStore;
import dev.weir.store.memory.Share;
import java.util.OptionalLong;

/**
 * Decides in place of a cluster that did not answer, by the policy's fallback. Safe for use by many threads.
 *
 * @param share this instance's part of each limit
 */
record LocalFallback(LocalStore local, Share share) {

    /** By then the cluster has answered, or is known to be silent. */
    private static final long MOMENT_MILLIS = 1_000;

    /**
     * @param before the state to start from, as it was seen before the grid was asked
     * @param countsAlone whether the cluster is known to be silent: not when one answer is late
     */
    FallbackResult decide(Gate gate, Policy policy, State before, Change change, boolean countsAlone) {
        return switch (policy.fallback()) {
            case OPEN -> undecided(true, change);
            case CLOSED -> undecided(false, change);
            case LOCAL ->
                change instanceof Change.Query query && isLost(gate)
                        ? refuseForAMoment(policy, before, query)
                        : count(gate, policy, before, change, countsAlone || share.isWhole());
        };
    }

    /** What was used already is owed by any fallback. */
    private static FallbackResult undecided(boolean admits, Change change) {
        Debt owed = change instanceof Change.Settle ? Debt.of(change.permits(), Block.NONE) : Debt.NONE;
        return new FallbackResult(new StoreResult.Undecided(admits), owed, 0);
    }

    /** Whether this instance was frozen, and others have used since what it knows to be left. */
    private boolean isLost(Gate gate) {
        return !share.isWhole() && !gate.fallback().isAwake();
    }

    private FallbackResult refuseForAMoment(Policy policy, State before, Change.Query query) {
        long now = local.nowMillis();
        Verdict last = policy.peek(before, query.permits(), now);
        Verdict refusal = new Verdict(false, last.blocked(), now, OptionalLong.of(MOMENT_MILLIS), last.quotas());
        return new FallbackResult(new StoreResult.Decided(refusal, Source.LOCAL), Debt.NONE, 0);
    }

    /** What an acquire of {@code permits} would be told by what this instance knows. */
    StoreResult look(Gate gate, Policy policy, long permits, long now) {
        StoreResult known = gate.tryDecide(policy, new Change.Peek(permits), now);
        if (known != null) {
            return known;
        }
        return gate.fallback().isInUse()
                ? peek(gate, policy, permits)
                : new StoreResult.Decided(policy.peek(gate.lastSeen(), permits, now), Source.CLUSTER);
    }

    /** What an acquire of {@code permits} would be told while the fallback decides for {@code gate}. */
    StoreResult peek(Gate gate, Policy policy, long permits) {
        gate.updatePolicy(policy);
        StoreResult result = decide(gate, policy, gate.lastSeen(), new Change.Peek(permits), false)
                .result();
        // the cluster may have answered meanwhile: then the local counter has to be discarded once more
        gate.fallback().owe(Debt.NONE);
        return result;
    }

    /** Counts a key on this instance because the grid is full, whatever the fallback is. */
    StoreResult count(Gate gate, Policy policy, Change change) {
        return count(gate, policy, State.EMPTY, change, true).result();
    }

    /**
     * @param blocks false if a refusal begins no block: a client that has used up a share while one answer was late has
     *     not exceeded the whole limit
     */
    private FallbackResult count(Gate gate, Policy policy, State before, Change change, boolean blocks) {
        Policy part = share.of(policy, blocks);
        CounterId id = gate.id().under(part);
        Verdict verdict = local.applyFrom(() -> gate.fallback().projected(before, part), id, here(change))
                .verdict();
        StoreResult result = new StoreResult.Decided(verdict, Source.LOCAL);
        boolean takes = change instanceof Change.Settle || (Change.takes(change) && verdict.allowed());
        long admitted = takes ? change.permits() : 0;
        Debt owed = Debt.of(admitted, verdict.blocked() ? local.block(id) : Block.NONE);
        return new FallbackResult(result, owed, change instanceof Change.Refund ? change.permits() : 0);
    }

    /**
     * What {@code change} is on this instance, which counts alone for a while: calls that it admits count as used when
     * they are made. The end of a hold that the grid has is the grid's, and made there later.
     */
    private static Change here(Change change) {
        if (change instanceof Change.Hold hold) {
            return Change.acquire(hold.permits());
        }
        return change instanceof Change.EndHold ? Change.Peek.ONE : change;
    }

    /** The cluster decides for {@code gate} again: discards the local counter, which is settled with it. */
    void endFor(Gate gate) {
        if (gate.fallback().end()) {
            local.forget(gate.id());
        }
    }

    /** Ends the fallback for {@code gate} if the cluster has its counter, and was charged. */
    void endIfSettled(Gate gate) {
        if (gate.fallback().isSettled()) {
            endFor(gate);
        }
    }
}
