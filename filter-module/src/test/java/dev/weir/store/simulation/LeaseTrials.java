package dev.weir.store.simulation;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.BlockRule;
import dev.weir.core.Change;
import dev.weir.core.Lending;
import dev.weir.core.Policy;
import dev.weir.core.StateCodec;
import dev.weir.store.CounterId;
import dev.weir.store.StoreFixtures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What an undisturbed {@link Simulation} tries in its end with keys of which an instance has a lease. */
final class LeaseTrials {

    private static final Limit LIMIT = new Limit(300, Duration.ofHours(1));

    private final Simulation run;
    private final Accounts accounts;

    LeaseTrials(Simulation run, Accounts accounts) {
        this.run = run;
        this.accounts = accounts;
    }

    Optional<String> problem() {
        return recalled().or(this::reset).or(this::forgiven).or(this::grown);
    }

    /** Nobody is refused while another instance has permits on lease, and nobody is admitted after that. */
    private Optional<String> recalled() {
        CounterId id = lent("recalled");
        int refusals = 0;
        // what the last one gave back may have been under way when the first was refused
        while (refusals < 2) {
            refusals = isAdmitted(1, id) ? 0 : refusals + 1;
            run.time.pass(1);
        }
        long used = used(id);
        return used == LIMIT.permits() && !isAdmitted(0, id)
                ? Optional.empty()
                : Optional.of("recalled: refused when " + used + " permits of " + LIMIT.permits() + " were used");
    }

    /** A reset forgets leases: what is returned of them afterwards is not taken from what others use. */
    private Optional<String> reset() {
        CounterId id = lent("forgotten");
        long before = used(id);
        run.nodes.get(1).request(id, new Change.Reset(), answer -> {});
        run.acquire(run.nodes.get(1), id, 100);
        run.time.pass(1_000);
        run.acquire(run.nodes.get(0), id, 1);
        run.letEnd(Lending.leaseMillis(id.policy()));
        long used = used(id) - before;
        long counted = accounts.used(id);
        return counted == used
                ? Optional.empty()
                : Optional.of("forgotten: " + used + " permits were admitted after a reset, but " + counted + " count");
    }

    /** A lease from before a block that forgives gives nothing back that the counters do not count since. */
    private Optional<String> forgiven() {
        CounterId id = lent("forgiving", new BlockRule(300, 1, 0, BlockRule.CONSTANT, 0, 0, true));
        SimulatedNode holder = run.nodes.get(0);
        Consumer<String> hears = holder.member.hears;
        // it returns its lease when it reads the noticeboard, mostly when the block is over
        holder.member.hears = text -> {};
        while (isAdmitted(1, id)) {
            run.time.pass(0);
        }
        run.time.pass(300);
        long before = used(id);
        for (int i = 0; i < 280; i++) {
            run.acquire(run.nodes.get(1), id, 1);
            run.time.pass(1);
        }
        holder.member.hears = hears;
        run.letEnd(Lending.leaseMillis(id.policy()));
        long used = used(id) - before;
        long counted = accounts.used(id);
        // what was used of the lease before the block, and of the one before it, can go on counting
        return used > 200 && counted >= used && counted <= used + 2 * Lending.largestLease(id.policy())
                ? Optional.empty()
                : Optional.of("forgiving: " + used + " permits were admitted after a block, but " + counted + " count");
    }

    /** Of blocks in a row no more are counted than make the longest. */
    private Optional<String> grown() {
        BlockRule rule = new BlockRule(100, 1, 0, 200, 3_600_000, 300, false);
        List<Limit> limits = List.of(new Limit(1, Duration.ofHours(1)));
        Policy policy = Policy.of("grown", Algorithm.SLIDING_WINDOW, limits).withBlock(rule);
        CounterId id = new CounterId(policy, Key.of("grown"));
        for (int i = 0; i < 10; i++) {
            run.acquire(run.nodes.get(i % 2), id, 1);
            run.time.pass(450);
        }
        String text = run.grid.text(run.nodes.get(0).member, StoreFixtures.text(id));
        int blocks = StateCodec.decode(text).orElseThrow().block().history().blocks();
        return blocks == 2 ? Optional.empty() : Optional.of("grown: " + blocks + " blocks count, not 2");
    }

    private CounterId lent(String name) {
        return lent(name, BlockRule.NONE);
    }

    /** A key of which the first instance has a lease that it hardly uses. */
    private CounterId lent(String name, BlockRule block) {
        Policy policy =
                Policy.of(name, Algorithm.SLIDING_WINDOW, List.of(LIMIT)).withBlock(block);
        CounterId id = new CounterId(policy, Key.of(name));
        for (int i = 0; i < 60; i++) {
            run.acquire(run.nodes.get(0), id, 1);
            run.time.pass(3);
        }
        run.time.pass(50);
        return id;
    }

    private boolean isAdmitted(int node, CounterId id) {
        long before = taken(id);
        run.acquire(run.nodes.get(node), id, 1);
        for (int i = 0; i < 100 && taken(id) == before; i++) {
            run.time.pass(1);
        }
        return taken(id) > before;
    }

    /** All that was admitted. */
    private long taken(CounterId id) {
        AdmissionLog log = run.logs.get(id);
        return log == null ? 0 : log.takenBetween(0, Long.MAX_VALUE);
    }

    /** What was admitted and not given back. */
    private long used(CounterId id) {
        AdmissionLog log = run.logs.get(id);
        return log == null ? 0 : log.since(0, each -> true);
    }
}
