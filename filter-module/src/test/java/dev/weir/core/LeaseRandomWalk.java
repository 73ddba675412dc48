package dev.weir.core;

import dev.weir.core.AlgorithmContract.Admission;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A few instances that take leases from one state and use them at any time they may, most of all at the last. */
final class LeaseRandomWalk {

    private static final int INSTANCES = 3;

    /** How many permits of a state can be lent. */
    interface Lendable {
        long of(Policy policy, State state, long nowMillis);
    }

    private final Policy policy;
    private final Lendable lendable;
    private final Random random;
    private final Lent[] leases = new Lent[INSTANCES];
    private final List<Admission> admitted = new ArrayList<>();
    private State state = State.EMPTY;
    private long now;
    private int leasesUsed;

    LeaseRandomWalk(Policy policy, Random random, long start) {
        this(policy, Lending::lendable, random, start);
    }

    LeaseRandomWalk(Policy policy, Lendable lendable, Random random, long start) {
        this.policy = policy;
        this.lendable = lendable;
        this.random = random;
        this.now = start;
        lend(0);
        useLate(0);
    }

    private static final class Lent {
        private long granted;
        private long left;
        private long lastMillis;
    }

    List<Admission> admitted() {
        return admitted;
    }

    int leasesUsed() {
        return leasesUsed;
    }

    void step() {
        int instance = random.nextInt(INSTANCES);
        switch (random.nextInt(12)) {
            case 0, 1 -> lend(instance);
            case 2 -> end(instance);
            case 3, 4, 5 -> useLate(instance);
            case 6 -> surge();
            case 7 -> now += random.nextLong(1 + Lending.leaseMillis(policy));
            case 8 ->
                now += random.nextInt(20) == 0
                        ? random.nextLong(policy.limits().get(0).windowMillis())
                        : 0;
            default -> acquire();
        }
    }

    private void acquire() {
        Outcome outcome = policy.acquire(state, 1, now);
        state = outcome.state();
        if (outcome.verdict().allowed()) {
            admitted.add(new Admission(now, 1));
        }
    }

    private void lend(int instance) {
        end(instance);
        long most = lendable.of(policy, state, now) / (2 * INSTANCES);
        if (most > 0) {
            Outcome outcome = Lending.lend(policy, state, 1 + instance, most, now);
            state = outcome.state();
            Lent lent = new Lent();
            lent.granted = most;
            lent.left = most;
            lent.lastMillis = outcome.verdict().atMillis();
            leases[instance] = lent;
        }
    }

    private void end(int instance) {
        Lent lent = leases[instance];
        if (lent != null) {
            state = Lending.endLease(
                    policy, state, new OutstandingLease(1 + instance, lent.lastMillis, lent.granted), lent.left, now);
            leases[instance] = null;
        }
    }

    private void useLate(int instance) {
        Lent lent = leases[instance];
        if (lent != null && lent.left > 0 && now <= lent.lastMillis) {
            now = random.nextBoolean() ? lent.lastMillis : now;
            long used = random.nextBoolean() ? lent.left : 1;
            lent.left -= used;
            admitted.add(new Admission(now, used));
            leasesUsed++;
        }
    }

    /** Everybody takes what there is. */
    private void surge() {
        for (int i = 0; i < INSTANCES; i++) {
            useLate(i);
        }
        for (int i = 0; i < 400; i++) {
            acquire();
        }
    }
}
