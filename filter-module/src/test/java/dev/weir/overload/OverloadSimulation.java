package dev.weir.overload;

import dev.weir.Key;
import dev.weir.MutableClock;
import dev.weir.adaptive.Adaptation;
import dev.weir.adaptive.Suspects;
import dev.weir.config.rule.AdaptiveRule;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.engine.CallPolicies;
import dev.weir.engine.DecisionListener;
import dev.weir.engine.Engine;
import dev.weir.engine.KeyCodec;
import dev.weir.engine.PolicyDecision;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import dev.weir.override.Overrides;
import dev.weir.store.WaitBudget;
import dev.weir.store.memory.LocalSlots;
import dev.weir.store.memory.LocalStore;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * An overload in virtual time: a hundred good clients and, for some minutes, ten bad ones, in front of a server that
 * works on so many requests at once and queues the others. The engine, the store and what makes a policy adaptive are
 * those of production. The same seed is the same run.
 */
final class OverloadSimulation {

    static final int GOOD = 100;
    static final int BAD = 10;
    /** Twenty a second, for a client that asks evenly. */
    static final String LIMIT = "200/10s";

    static final int SECONDS = 600;
    static final int BAD_FROM_SECONDS = 60;
    static final int BAD_TO_SECONDS = 480;
    static final int STEP_SECONDS = 10;
    /** Good clients do not wait longer for an answer. */
    static final long PATIENCE_MILLIS = 2_000;

    private static final int WORKERS = 20;
    private static final int MEAN_SERVICE_MILLIS = 100;
    private static final int QUEUE = 500;
    /** Every other second. */
    private static final int GOOD_PAUSE_MILLIS = 2_000;
    /** Thirty a second. */
    private static final int BAD_PAUSE_MILLIS = 33;

    private static final AdaptiveRule RULE = new AdaptiveRule(1_000, 500, 50);

    private final MutableClock clock = new MutableClock();
    private final long beginMillis = clock.millis();
    private final Policy policy = Policy.of("api", Algorithm.SLIDING_WINDOW, LimitReader.readAll(LIMIT));
    private final Adaptation adaptation;
    private final Engine engine;
    private final SplittableRandom random;

    private final PriorityQueue<Arrival> arrivals =
            new PriorityQueue<>(Comparator.comparingLong(Arrival::millis).thenComparingInt(Arrival::client));
    private final PriorityQueue<Job> running = new PriorityQueue<>(Comparator.comparingLong(Job::endMillis)
            .thenComparingLong(Job::arrivedMillis)
            .thenComparingInt(Job::client));
    private final Queue<Arrival> waiting = new ArrayDeque<>();
    private final List<Step> steps = new ArrayList<>();

    private record Arrival(int client, long millis) {

        boolean isGood() {
            return client < GOOD;
        }
    }

    private record Job(int client, long arrivedMillis, long endMillis) {}

    /** What happened in ten seconds. */
    static final class Step {
        int good;
        int goodInTime;
        int goodRefused;
        int bad;
        int badAdmitted;
        final List<Long> tookMillis = new ArrayList<>();
        int pressurePercent;
        int badLevel;

        /** Of the good requests, how many were answered in time, in percent. */
        double goodPercent() {
            return good == 0 ? 100 : 100.0 * goodInTime / good;
        }

        double p95Seconds() {
            if (tookMillis.isEmpty()) {
                return 0;
            }
            List<Long> sorted = tookMillis.stream().sorted().toList();
            return sorted.get((sorted.size() * 19 + 19) / 20 - 1) / 1_000.0;
        }

        /** What a bad client has of its limit, in percent. */
        double badPercent() {
            return pressurePercent * (100 - 15 * badLevel) / 100.0;
        }
    }

    private OverloadSimulation(long seed, boolean adaptive) {
        this.random = new SplittableRandom(seed);
        this.adaptation = new Adaptation(
                () -> adaptive ? Map.of("api", RULE) : Map.of(),
                Suspects.alone(clock, 1_000),
                (one, other) -> true,
                clock);
        this.engine = new Engine(
                new LocalStore(clock, 1_000),
                new LocalSlots(clock, 1_000),
                new KeyCodec(
                        new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, 64),
                        Optional.empty(),
                        UnaryOperator.identity(),
                        () -> "/overload"),
                (name, key) -> Optional.of(policy),
                new CallPolicies(true),
                () -> new WaitBudget(0, () -> 0),
                new Overrides(clock, ZoneOffset.UTC),
                adaptation,
                DecisionListener.NONE);
    }

    /** The steps of a run. */
    static List<Step> run(long seed, boolean adaptive) {
        OverloadSimulation simulation = new OverloadSimulation(seed, adaptive);
        simulation.run();
        return simulation.steps;
    }

    private void run() {
        for (int i = 0; i <= SECONDS / STEP_SECONDS; i++) {
            steps.add(new Step());
        }
        for (int client = 0; client < GOOD + BAD; client++) {
            long from = client < GOOD ? 0 : BAD_FROM_SECONDS * 1_000L;
            arrivals.add(new Arrival(client, from + random.nextLong(client < GOOD ? GOOD_PAUSE_MILLIS : 1_000)));
        }
        while (!arrivals.isEmpty() || !running.isEmpty()) {
            boolean jobFirst = !running.isEmpty()
                    && (arrivals.isEmpty()
                            || running.peek().endMillis() <= arrivals.peek().millis());
            if (jobFirst) {
                end(running.remove());
            } else {
                arrive(arrivals.remove());
            }
        }
        steps.remove(steps.size() - 1);
    }

    private void goTo(long millis) {
        clock.advance(Duration.ofMillis(beginMillis + millis - clock.millis()));
    }

    private Step step(long millis) {
        return steps.get((int) Math.min(steps.size() - 1, millis / (STEP_SECONDS * 1_000L)));
    }

    private void arrive(Arrival arrival) {
        goTo(arrival.millis);
        again(arrival);
        Step step = step(arrival.millis);
        PolicyDecision decision = engine.acquireAll(
                        List.of(engine.charge(policy, Key.user("client-" + arrival.client), 1)), engine.newBudget())
                .get(0);
        step.pressurePercent = adaptation.percentages().getOrDefault("api", 100);
        if (arrival.isGood()) {
            step.good++;
            step.goodRefused += decision.allowed() ? 0 : 1;
        } else {
            step.bad++;
            step.badAdmitted += decision.allowed() ? 1 : 0;
            step.badLevel = decision.level();
        }
        if (decision.allowed()) {
            pass(arrival);
        }
    }

    /** Good clients think for a while, evenly distributed; bad ones do not care what they are told. */
    private void again(Arrival arrival) {
        int pause = arrival.isGood()
                ? GOOD_PAUSE_MILLIS / 2 + random.nextInt(GOOD_PAUSE_MILLIS)
                : BAD_PAUSE_MILLIS / 2 + random.nextInt(BAD_PAUSE_MILLIS);
        long next = arrival.millis + pause;
        if (next < (arrival.isGood() ? SECONDS : BAD_TO_SECONDS) * 1_000L) {
            arrivals.add(new Arrival(arrival.client, next));
        }
    }

    private void pass(Arrival arrival) {
        adaptation.began();
        if (running.size() < WORKERS) {
            work(arrival, arrival.millis);
        } else if (waiting.size() < QUEUE) {
            waiting.add(arrival);
        } else {
            adaptation.ended(0, 503);
        }
    }

    private void work(Arrival arrival, long nowMillis) {
        running.add(new Job(arrival.client, arrival.millis, nowMillis + 1 + random.nextInt(2 * MEAN_SERVICE_MILLIS)));
    }

    private void end(Job job) {
        goTo(job.endMillis);
        long took = job.endMillis - job.arrivedMillis;
        adaptation.ended(took, 200);
        step(job.endMillis).tookMillis.add(took);
        if (job.client < GOOD && took <= PATIENCE_MILLIS) {
            step(job.arrivedMillis).goodInTime++;
        }
        if (!waiting.isEmpty()) {
            work(waiting.remove(), job.endMillis);
        }
    }
}
