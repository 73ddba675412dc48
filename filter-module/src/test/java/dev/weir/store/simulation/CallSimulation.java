package dev.weir.store.simulation;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.Reservation;
import dev.weir.Source;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.spi.TakenPermits;
import dev.weir.store.CounterId;
import dev.weir.store.StoreFixtures;
import dev.weir.store.simulation.CallLog.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * One run of several instances that make calls to a remote, which counts them when they arrive: at any time until their
 * response, or at the last moment if the instance dies meanwhile. Made from one seed, on the same cluster and with the
 * same troubles as a {@link Simulation}.
 */
final class CallSimulation {

    private static final int CALLS = 900;
    private static final long LONGEST_IN_FLIGHT = 20_000;

    private final long seed;
    private final Random random;
    private final Scenario scenario;
    private final SimulatedCluster cluster;
    private final FaultInjector troubles;
    private final Books books;
    private final KeySource keys;
    private final Map<CounterId, CallLog> logs = new HashMap<>();
    private final List<Open> open = new ArrayList<>();
    private Optional<String> wrong = Optional.empty();

    /** A call in flight, with what it has of each policy. */
    private record Open(TakenPermits taken, List<Call> calls, long endMillis) {

        SimulatedNode node() {
            return calls.get(0).node;
        }
    }

    CallSimulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        boolean disturbed = !Scenario.troubles(seed).isEmpty();
        List<Policy> policies = new ArrayList<>(List.of(policy("tested")));
        if (random.nextInt(4) == 0) {
            policies.add(policy("other"));
        }
        this.scenario = new Scenario(
                Scenario.USUAL,
                Scenario.troubles(seed),
                policies,
                disturbed || random.nextBoolean() ? 0 : random.nextInt(10),
                false,
                false);
        this.keys = new KeySource(1 + random.nextInt(2), random);
        this.books = new Books(policies, false);
        this.cluster = new SimulatedCluster(scenario, random, books, new Trace(keys), 1, node -> {});
        cluster.start();
        this.troubles = new FaultInjector(cluster);
    }

    private Policy policy(String name) {
        long[] windows = {20, 500, 1_000, 1_020, 10_000};
        long window = windows[random.nextInt(windows.length)];
        long[] sizes = {1, 2, 5, 20, 100};
        long permits = sizes[random.nextInt(sizes.length)];
        boolean isBucket = random.nextInt(4) == 0;
        return isBucket
                ? Policy.of(name, Algorithm.TOKEN_BUCKET, List.of(new Limit(31 * permits, window, permits)))
                : Policy.of(name, Algorithm.SLIDING_LOG, List.of(new Limit(permits, window, permits)));
    }

    /** What went wrong that must not, with the last events before it; empty if all promises were kept. */
    Optional<String> run() {
        return problem().map(found -> cluster.explained(seed, found));
    }

    private Optional<String> problem() {
        Limit limit = scenario.policy().limits().get(0);
        // with calls that take as long as this, about as many are asked for as there are
        long gap = Math.max(1, 2 * limit.windowMillis() / (limit.permits() + 1));
        for (int done = 0; done < CALLS; done++) {
            endWhatIsDue();
            call();
            cluster.time.pass(random.nextInt(3) == 0 ? random.nextLong(2 * gap) : random.nextInt(2));
            troubles.perhaps();
            if (scenario.isUndisturbed() && random.nextInt(150) == 0) {
                cluster.kill(random.nextInt(cluster.nodes.size()), 0);
            }
        }
        for (int i = 0; i < 2_000 && !open.isEmpty(); i++) {
            endWhatIsDue();
            cluster.time.pass(LONGEST_IN_FLIGHT / 1_000);
        }
        troubles.end();
        cluster.time.pass(75_000 + LONGEST_IN_FLIGHT);
        return wrong.or(this::moreArrived).or(this::notFreeInTheEnd);
    }

    private void call() {
        SimulatedNode node = cluster.nodes.get(troubles.turned(random.nextInt(cluster.nodes.size())));
        if (!node.isRunning()) {
            return;
        }
        String key = keys.next();
        List<Policy> policies = scenario.policies();
        long permits = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1;
        List<Reservation.Part> parts = policies.stream()
                .map(policy -> new Reservation.Part(policy.name(), Key.of(key), Math.min(permits, burst(policy))))
                .toList();
        long inFlight = 1 + random.nextLong(random.nextBoolean() ? 200 : LONGEST_IN_FLIGHT);
        long begun = cluster.time.millis();
        int side = troubles.side(node);
        TakenPermits taken = node.take(parts, Duration.ofMillis(inFlight));
        cluster.note(
                key,
                "node " + cluster.nodes.indexOf(node) + (taken.allowed() ? " calls " : " may not call ") + parts
                        + " for " + inFlight + " ms");
        if (node.hasEnded()) {
            return;
        }
        if (!taken.allowed()) {
            refused(taken, key, permits);
            return;
        }
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < policies.size(); i++) {
            boolean isShared =
                    taken.decisions().get(i).source() != Source.LOCAL && side == 0 && troubles.side(node) == 0;
            Call call = new Call(
                    node,
                    begun,
                    cluster.time.millis(),
                    begun + inFlight,
                    parts.get(i).permits(),
                    isShared);
            log(policies.get(i), key).add(call);
            calls.add(call);
        }
        // some after their last moment, which ends nothing
        long end = begun + (random.nextInt(3) == 0 ? random.nextLong(inFlight * 9 / 8 + 2) : random.nextLong(40));
        open.add(new Open(taken, calls, end));
    }

    private static long burst(Policy policy) {
        return policy.limits().get(0).burst();
    }

    private CallLog log(Policy policy, String key) {
        return logs.computeIfAbsent(new CounterId(policy, Key.of(key)), id -> new CallLog(policy));
    }

    /** Of calls whose instance has died, or is frozen until their time is over, all that they took can arrive. */
    private void endWhatIsDue() {
        for (Open each : List.copyOf(open)) {
            long now = cluster.time.millis();
            boolean isLate = now >= each.calls.get(0).lastMillis;
            if (each.node().hasEnded() || isLate) {
                open.remove(each);
                each.calls.forEach(call -> call.arrives(
                        call.permits, arrival(call, call.lastMillis), call.lastMillis, window(each, call)));
                if (isLate && each.node().isRunning() && each.node().waiting(() -> each.taken.settle(0))) {
                    wrong = Optional.of(": a call was settled after its last moment");
                }
            } else if (now >= each.endMillis && each.node().isRunning()) {
                open.remove(each);
                end(each, now);
            }
        }
    }

    private void end(Open each, long now) {
        long most = each.calls.stream().mapToLong(call -> call.permits).min().orElseThrow();
        long used = random.nextInt(3) == 0 ? random.nextLong(most + 1) : most;
        // before it is settled, since time passes meanwhile
        each.calls.forEach(call -> call.arrives(used, arrival(call, now), now, window(each, call)));
        boolean cancels = used == 0 && random.nextBoolean();
        cluster.note("node " + cluster.nodes.indexOf(each.node()) + (cancels ? " cancels" : " settles " + used));
        boolean ended = each.node().waiting(() -> cancels ? each.taken.cancel() : each.taken.settle(used));
        boolean again = each.node().waiting(() -> each.taken.settle(used));
        if (scenario.skewMillis() == 0 && (!ended || again)) {
            wrong = Optional.of(": a call ended " + (again ? "twice" : "not at all"));
        }
    }

    private long window(Open each, Call call) {
        return scenario.policies().get(each.calls.indexOf(call)).limits().get(0).windowMillis();
    }

    /** Mostly as late as it can be. */
    private long arrival(Call call, long latest) {
        long first = Math.min(call.toldMillis, latest);
        return random.nextInt(4) > 0 ? latest : first + random.nextLong(1 + latest - first);
    }

    /** Refused only where the permits are in use, and for no longer than if the calls in flight ended now. */
    private void refused(TakenPermits taken, String key, long permits) {
        Decision refusal = taken.refusal().orElseThrow();
        CallLog log = log(scenario.policy(), key);
        boolean isJudged = scenario.isUndisturbed()
                && scenario.policies().size() == 1
                && log.isExact()
                && refusal.source() == Source.CLUSTER;
        if (!isJudged) {
            return;
        }
        long inUse = log.inUse(cluster.time.millis(), scenario.skewMillis());
        long asked = Math.min(permits, log.limit().burst());
        if (inUse + asked <= log.limit().permits()) {
            wrong = Optional.of(key + ": refused when only " + inUse + " permits were in use");
        }
        long longest = log.limit().windowMillis() + 2 * scenario.skewMillis() + 1;
        if (refusal.retryAfter().orElseThrow().toMillis() > longest) {
            wrong = Optional.of(key + ": told to wait for " + refusal.retryAfter());
        }
    }

    private Optional<String> moreArrived() {
        for (Map.Entry<CounterId, CallLog> each : logs.entrySet()) {
            long lost = books.lost(StoreFixtures.text(each.getKey()));
            Optional<String> found = scenario.isUndisturbed()
                    ? each.getValue().moreArrivedThanPossible(call -> true, scenario.skewMillis(), 0)
                    : each.getValue().moreArrivedThanPossible(call -> call.isShared, 0, lost);
            if (found.isPresent()) {
                return found.map(text -> each.getKey().key().value() + ": "
                        + each.getKey().policy().name() + ", " + text);
            }
        }
        return Optional.empty();
    }

    /** When all calls have ended, and the window after them, the whole limit is there. */
    private Optional<String> notFreeInTheEnd() {
        for (CounterId id : logs.keySet()) {
            String text = StoreFixtures.text(id);
            long used = Books.used(
                    id.policy(), cluster.grid.text(cluster.nodes.get(0).member, text), cluster.time.millis());
            if (used > 0) {
                return Optional.of(id.key().value() + ": " + used + " permits are still in use");
            }
        }
        return Optional.empty();
    }
}
