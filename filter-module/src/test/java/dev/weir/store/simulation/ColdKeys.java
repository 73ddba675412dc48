package dev.weir.store.simulation;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Clients that each ask now and then, through a balancer that sends each request to any instance: Poisson arrivals, on
 * the production store in simulated time. Counts what that costs the grid.
 */
final class ColdKeys {

    private static final int KEYS = 40;

    private final SimulatedTime time = new SimulatedTime();
    private final Random random;
    private final Policy policy;
    private final SimulatedGrid grid;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<AdmissionLog> logs = new ArrayList<>();

    private boolean sticky;
    private long requests;
    private long waited;
    private long refused;
    private long refusedEarly;
    private long begunMillis;

    ColdKeys(Policy policy, int members, long seed) {
        this.policy = policy;
        this.random = new Random(seed);
        this.grid = new SimulatedGrid(time, random, new Books(List.of(policy), false));
        grid.longestDelayMillis = 1;
        for (int i = 0; i < members; i++) {
            nodes.add(new SimulatedNode(grid, time, 0, StoreFixtures.settings(2_000), List.of()));
        }
        for (int i = 0; i < KEYS; i++) {
            logs.add(new AdmissionLog(new CounterId(policy, Key.of("client-" + i))));
        }
    }

    /** From now on the balancer sends all requests of a client to the same instance. */
    ColdKeys sticky() {
        sticky = true;
        return this;
    }

    /** Lets {@code perSecond} requests of each key come for {@code millis}; what came before is not counted. */
    ColdKeys run(double perSecond, long millis) {
        requests = 0;
        waited = 0;
        refused = 0;
        refusedEarly = 0;
        grid.operations = 0;
        grid.boardOperations = 0;
        begunMillis = time.millis();
        double end = time.millis() + millis;
        double next = time.millis();
        while (next < end) {
            next += -Math.log(1 - random.nextDouble()) * 1_000 / (perSecond * KEYS);
            time.pass(Math.max(0, (long) next - time.millis()));
            int client = random.nextInt(KEYS);
            int instance = sticky ? client % nodes.size() : random.nextInt(nodes.size());
            request(logs.get(client), nodes.get(instance));
        }
        // the last ones are answered
        time.pass(100);
        return this;
    }

    private void request(AdmissionLog log, SimulatedNode node) {
        requests++;
        long begun = time.millis();
        node.request(log.id, Change.ACQUIRE_ONE, answer -> {
            StoreResult.Decided decided = (StoreResult.Decided) answer;
            boolean remembered = decided.source() == Source.LEASE || decided.source() == Source.DENIAL_CACHE;
            waited += remembered ? 0 : 1;
            if (decided.allowed()) {
                admitted(log, node, decided, begun);
            } else {
                refused++;
                refusedEarly += isEarly(log) ? 1 : 0;
            }
        });
    }

    /**
     * Logs an admission at the time that the verdict names, but for permits of a lease, whose verdict names its end.
     */
    private void admitted(AdmissionLog log, SimulatedNode node, StoreResult.Decided decided, long begun) {
        long booked = decided.decided().atMillis();
        boolean leased = decided.source() == Source.LEASE || booked > time.millis();
        long millis = leased ? time.millis() : booked;
        log.add(new AdmissionLog.Admission(millis, begun, 1, node, true, nodes.size(), 0));
    }

    /** Whether the limit had a permit when a request was refused that came now. */
    private boolean isEarly(AdmissionLog log) {
        Limit limit = policy.limits().get(0);
        long window = limit.windowMillis();
        return log.takenBetween(time.millis() - window - window / 16, time.millis() + 1) < limit.permits();
    }

    /** The first promise of the algorithm that was broken; empty if none was. */
    Optional<String> broken() {
        return logs.stream()
                .flatMap(log -> log.brokenPromise(each -> true, 0, 0).stream())
                .findFirst();
    }

    /** Operations on counters for each request. */
    double operations() {
        return (double) grid.operations / requests;
    }

    /** Operations on the noticeboard for each second and instance. */
    double boardOperations() {
        return grid.boardOperations * 1_000.0 / (time.millis() - begunMillis) / nodes.size();
    }

    /** The part of the requests that waited for the grid. */
    double waited() {
        return (double) waited / requests;
    }

    /** The part of the requests that were refused. */
    double refused() {
        return (double) refused / requests;
    }

    /** The part of the requests that were refused although the limit had a permit. Of a sliding window. */
    double refusedEarly() {
        return (double) refusedEarly / requests;
    }

    @Override
    public String toString() {
        Limit limit = policy.limits().get(0);
        return String.format(
                "%s of %d/%ds on %d members: %d requests, %.3f operations a request, %.2f of the board a second,"
                        + " %.3f waited, %.3f refused, %.4f refused early",
                policy.algorithm(),
                limit.permits(),
                limit.windowMillis() / 1_000,
                nodes.size(),
                requests,
                operations(),
                boardOperations(),
                waited(),
                refused(),
                refusedEarly());
    }
}
