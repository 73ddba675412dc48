package dev.weir.outbound.queue;

import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.Slot;
import dev.weir.outbound.Permit;
import dev.weir.outbound.queue.port.LineId;
import dev.weir.outbound.queue.port.LineSettings;
import dev.weir.outbound.queue.port.QueueListener;
import dev.weir.outbound.queue.port.QueuePorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Instances with lines, one shared counter and one strict remote, in virtual time. */
final class SimulatedCluster {

    static final LineId KIS = new LineId("kis", Key.global());

    final VirtualTime time = new VirtualTime();
    final Random random;
    final SimulatedCounter counter = new SimulatedCounter(time);
    final SimulatedBoard board = new SimulatedBoard(time);
    final StrictRemote remote;
    final Map<String, LineSettings> settings = new HashMap<>();
    private int members;
    private long networkNanos = 4_000_000;
    private LongSupplier responseNanos = () -> 10_000_000;
    private boolean watching;

    SimulatedCluster(long seed, StrictRemoteLimit limit) {
        this.random = new Random(seed);
        this.remote = new StrictRemote(time, limit.permits(), limit.windowMillis());
    }

    record StrictRemoteLimit(int permits, long windowMillis) {}

    /** 20 in any second at the remote; the counter has 20 in 1,020 ms. */
    static SimulatedCluster kis(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(seed, new StrictRemoteLimit(20, 1_000));
        cluster.policy("kis", new Limit(20, Duration.ofMillis(1_020)));
        return cluster;
    }

    void policy(String name, Limit limit) {
        counter.limit(name, limit);
        settings.put(name, plain(limit));
    }

    static LineSettings plain(Limit limit) {
        return new LineSettings(
                List.of(limit),
                Optional.empty(),
                false,
                Duration.ofSeconds(30),
                false,
                1_000,
                Duration.ofMillis(20),
                80,
                new LineSettings.Tightening(500, 50, Duration.ofMillis(50)));
    }

    void spaced(String name, Duration interval) {
        LineSettings plain = settings.get(name);
        counter.limit(name + "-spacing", new Limit(1, interval));
        settings.put(
                name,
                new LineSettings(
                        plain.limits(),
                        Optional.of(new LineSettings.Spacing(name + "-spacing", interval, false)),
                        false,
                        plain.inFlight(),
                        false,
                        1_000,
                        plain.guard(),
                        80,
                        plain.tightening()));
    }

    void untilResponse(String name, boolean concurrent) {
        LineSettings plain = settings.get(name);
        settings.put(
                name,
                new LineSettings(
                        plain.limits(),
                        Optional.empty(),
                        !concurrent,
                        plain.inFlight(),
                        concurrent,
                        1_000,
                        plain.guard(),
                        80,
                        plain.tightening()));
    }

    /** Runs {@code test} with 200 seeds. */
    static void withSeeds(LongConsumer test) {
        for (long seed = 0; seed < 200; seed++) {
            try {
                test.accept(seed);
            } catch (AssertionError e) {
                throw new AssertionError("with seed " + seed, e);
            }
        }
    }

    /** How long a call takes to arrive at most, and to be answered after that. */
    void network(long networkMillis, long responseMillis) {
        networkNanos = networkMillis * 1_000_000;
        responseNanos = () -> responseMillis * 1_000_000;
    }

    /** How long answers take: anything between two times. */
    void responses(long leastMillis, long mostMillis) {
        responseNanos = () -> (long) ((leastMillis + random.nextDouble() * (mostMillis - leastMillis)) * 1e6);
    }

    /** Instances that are made from now on look when calls arrive, as those of an application do, or do not. */
    SimulatedCluster watching(boolean look) {
        watching = look;
        return this;
    }

    Instance instance(String name, double latencyMillis) {
        return instance(name, latency(latencyMillis));
    }

    /** @param latency half of a round trip in nanoseconds, drawn for each way */
    Instance instance(String name, LongSupplier latency) {
        members++;
        board.members(members);
        return new Instance(name, latency);
    }

    /** Half of a round trip: half of it at least, and seldom much more. */
    LongSupplier latency(double millis) {
        return () -> (long) (millis * 1e6 / 2 * (0.6 + 0.8 * random.nextDouble()));
    }

    /** One instance of the application. */
    final class Instance {
        final String name;
        final ThrottleQueue queue;
        final List<CompletableFuture<Permit>> futures = new ArrayList<>();
        final List<Integer> granted = new ArrayList<>();
        final List<Integer> arrived = new ArrayList<>();
        final List<String> events = new ArrayList<>();
        int inFlight;
        private boolean killed;

        private Instance(String name, LongSupplier latency) {
            this.name = name;
            QueuePorts ports = new QueuePorts(
                    time,
                    time,
                    (parts, inFlight, held) -> killed
                            ? new CompletableFuture<>()
                            : counter.link(latency).take(parts, inFlight, held),
                    line -> CompletableFuture.completedFuture(slots.take()),
                    board.link(name, latency),
                    new Recorded(this),
                    Runnable::run,
                    Runnable::run,
                    name);
            this.queue = watching
                    ? ThrottleQueue.watching(line -> settings.get(line.policy()), ports)
                    : new ThrottleQueue(line -> settings.get(line.policy()), ports);
        }

        /** Makes {@code count} calls at once. */
        void calls(int count, Duration maxWait) {
            for (int i = 0; i < count; i++) {
                call(0, maxWait);
            }
        }

        CompletableFuture<Permit> call(int priority, Duration maxWait) {
            int number = futures.size();
            CompletableFuture<Permit> future = queue.acquire(List.of(KIS), 1, priority, maxWait);
            futures.add(future);
            var unused = future.thenAccept(permit -> {
                granted.add(number);
                send(number, permit);
            });
            return future;
        }

        void send(int number, Permit permit) {
            time.after((long) (random.nextDouble() * networkNanos), () -> {
                if (killed) {
                    return;
                }
                arrived.add(number);
                if (remote.arrive(name)) {
                    events.add("refused at " + time.nanoTime() / 1_000_000);
                }
                time.after(responseNanos.getAsLong(), permit::close);
            });
        }

        /** Keeps {@code depth} calls waiting, from now on. */
        void keepBusy(int depth) {
            for (int i = 0; i < depth; i++) {
                again();
            }
        }

        private void again() {
            if (!killed) {
                var unused = call(0, Duration.ofMinutes(10)).thenAccept(permit -> time.after(1, this::again));
            }
        }

        /** Ends at once: nothing that it asks is done any more, and nothing that it was told has an effect. */
        void kill() {
            killed = true;
        }
    }

    final SimulatedSlots slots = new SimulatedSlots();

    /** Slots of all instances. */
    static final class SimulatedSlots {
        int free = Integer.MAX_VALUE;
        int most;
        int asked;
        private int taken;

        Slot take() {
            asked++;
            if (taken >= free) {
                return slot(false);
            }
            taken++;
            most = Math.max(most, taken);
            return slot(true);
        }

        private Slot slot(boolean allowed) {
            return new Slot() {
                private boolean held = allowed;

                @Override
                public boolean allowed() {
                    return allowed;
                }

                @Override
                public Optional<dev.weir.Decision> refusal() {
                    return Optional.empty();
                }

                @Override
                public void close() {
                    if (held) {
                        held = false;
                        taken--;
                    }
                }
            };
        }
    }

    private record Recorded(Instance instance) implements QueueListener {
        @Override
        public void granted(LineId line, long nanos) {
            instance.inFlight++;
        }

        @Override
        public void returned(LineId line) {
            instance.inFlight--;
        }

        @Override
        public void near(LineId line, Limit limit, long remaining) {
            instance.events.add("near " + remaining);
        }

        @Override
        public void paused(LineId line, Duration pause) {
            instance.events.add("paused " + pause);
        }

        @Override
        public void rated(LineId line, int before, int permille) {
            instance.events.add("rated " + permille);
        }
    }
}
