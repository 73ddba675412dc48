package dev.weir.store.simulation;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.Change;
import dev.weir.core.Fallback;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
        return recalled().or(this::reset);
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
        run.letEnd(id.policy().leaseMillis());
        long used = used(id) - before;
        long counted = accounts.used(id);
        return counted == used
                ? Optional.empty()
                : Optional.of("forgotten: " + used + " permits were admitted after a reset, but " + counted + " count");
    }

    /** A key of which the first instance has a lease that it hardly uses. */
    private CounterId lent(String name) {
        Policy policy = new Policy(name, List.of(LIMIT), Algorithm.SLIDING_WINDOW, Mode.ENFORCE, Fallback.LOCAL, 0);
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
