package dev.weir.outbound.queue;

import dev.weir.Decision;
import dev.weir.Limit;
import dev.weir.Reservation;
import dev.weir.Source;
import dev.weir.outbound.queue.port.PermitSource;
import dev.weir.spi.TakenPermits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * The shared counter: for each policy a log of all permits, in whole milliseconds. An instance reaches it by a {@link
 * #link} with a latency of its own.
 */
final class SimulatedCounter {

    private static final class Use {
        private long millis;
        private long permits;
        private boolean inFlight;

        private Use(long millis, long permits, boolean inFlight) {
            this.millis = millis;
            this.permits = permits;
            this.inFlight = inFlight;
        }
    }

    private record Counted(
            String policy, Optional<Limit> limit, long remaining, Duration resetAfter, Optional<Duration> retryAfter)
            implements Decision {
        @Override
        public boolean allowed() {
            return retryAfter.filter(Duration::isZero).isPresent();
        }

        @Override
        public Source source() {
            return Source.CLUSTER;
        }

        @Override
        public boolean blocked() {
            return false;
        }

        @Override
        public boolean unavailable() {
            return false;
        }
    }

    private final VirtualTime time;
    private final Map<String, Limit> limits = new HashMap<>();
    private final Map<String, List<Use>> uses = new HashMap<>();
    private long operations;

    SimulatedCounter(VirtualTime time) {
        this.time = time;
    }

    void limit(String policy, Limit limit) {
        limits.put(policy, limit);
    }

    long operations() {
        return operations;
    }

    /** The way of an instance: {@code latency} is half of a round trip in nanoseconds, drawn for each way. */
    PermitSource link(LongSupplier latency) {
        return (parts, inFlight, held) -> {
            CompletableFuture<TakenPermits> answer = new CompletableFuture<>();
            time.after(latency.getAsLong(), () -> {
                TakenPermits taken = take(parts, inFlight, held, latency);
                time.after(latency.getAsLong(), () -> answer.complete(taken));
            });
            return answer;
        };
    }

    private long now() {
        return time.millis();
    }

    private TakenPermits take(List<Reservation.Part> parts, Duration inFlight, Set<String> held, LongSupplier latency) {
        operations++;
        Optional<Decision> refusal = Optional.empty();
        for (Reservation.Part part : parts) {
            Decision seen = look(part, part.permits());
            if (!seen.allowed() && refusal.filter(each -> isLonger(each, seen)).isEmpty()) {
                refusal = Optional.of(seen);
            }
        }
        List<Use> taken = new ArrayList<>();
        List<Decision> decisions = new ArrayList<>();
        for (Reservation.Part part : parts) {
            if (refusal.isEmpty()) {
                boolean isHeld = !inFlight.isZero() && held.contains(part.policy());
                Use use = new Use(now() + (isHeld ? inFlight.toMillis() : 0), part.permits(), isHeld);
                uses.get(name(part)).add(use);
                taken.add(use);
            }
            decisions.add(look(part, 0));
        }
        return new Simulated(parts, taken, refusal, decisions, latency);
    }

    private static boolean isLonger(Decision one, Decision other) {
        return one.retryAfter().orElseThrow().compareTo(other.retryAfter().orElseThrow()) >= 0;
    }

    private static String name(Reservation.Part part) {
        return part.policy() + " " + part.key().value();
    }

    private Decision look(Reservation.Part part, long permits) {
        String policy = part.policy();
        Limit limit = limits.get(policy);
        List<Use> inUse = uses.computeIfAbsent(name(part), each -> new ArrayList<>());
        long now = now();
        inUse.removeIf(use -> use.millis + limit.windowMillis() <= now || use.permits == 0);
        long used = inUse.stream().mapToLong(use -> use.permits).sum();
        long missing = permits - (limit.permits() - used);
        List<Use> eldest = new ArrayList<>(inUse);
        eldest.sort((one, other) -> Long.compare(one.millis, other.millis));
        long reset = eldest.isEmpty() ? 0 : eldest.get(0).millis + limit.windowMillis() - now;
        long retry = 0;
        for (Use use : eldest) {
            if (missing <= 0) {
                break;
            }
            missing -= use.permits;
            // as if the calls in flight ended now
            retry = (use.inFlight ? now : use.millis) + limit.windowMillis() - now;
        }
        return new Counted(
                policy,
                Optional.of(limit),
                limit.permits() - used,
                Duration.ofMillis(reset),
                missing > 0 ? Optional.empty() : Optional.of(Duration.ofMillis(retry)));
    }

    private final class Simulated implements TakenPermits {
        private final List<Reservation.Part> parts;
        private final List<Use> taken;
        private final Optional<Decision> refusal;
        private final List<Decision> decisions;
        private final LongSupplier latency;
        private boolean ended;

        private Simulated(
                List<Reservation.Part> parts,
                List<Use> taken,
                Optional<Decision> refusal,
                List<Decision> decisions,
                LongSupplier latency) {
            this.parts = parts;
            this.taken = taken;
            this.refusal = refusal;
            this.decisions = decisions;
            this.latency = latency;
        }

        @Override
        public List<Decision> decisions() {
            return decisions;
        }

        @Override
        public Optional<Decision> refusal() {
            return refusal;
        }

        @Override
        public boolean settle(long permits) {
            Map<String, Long> used = new HashMap<>();
            parts.forEach(part -> used.put(part.policy(), permits));
            return settle(used);
        }

        @Override
        public boolean settle(Map<String, Long> used) {
            boolean first = !ended && allowed();
            ended = true;
            if (first) {
                time.after(latency.getAsLong(), () -> {
                    operations++;
                    for (int i = 0; i < taken.size(); i++) {
                        Use use = taken.get(i);
                        use.permits = used.getOrDefault(parts.get(i).policy(), use.permits);
                        if (use.inFlight) {
                            use.inFlight = false;
                            use.millis = now();
                        }
                    }
                });
            }
            return first;
        }

        @Override
        public boolean cancel() {
            boolean first = !ended && allowed();
            ended = true;
            if (first) {
                time.after(latency.getAsLong(), () -> {
                    operations++;
                    taken.forEach(use -> use.permits = 0);
                });
            }
            return first;
        }
    }
}
