package dev.weir.monitor.event;

import dev.weir.Blocked;
import dev.weir.Key;
import dev.weir.LimitOverride;
import dev.weir.LimitReached;
import dev.weir.ModeChanged;
import dev.weir.NearLimit;
import dev.weir.OverrideChanged;
import dev.weir.engine.FullestLimit;
import dev.weir.engine.PolicyDecision;
import dev.weir.metrics.NotableDecisions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Makes events of what happens, where something observes them. The threads of requests only put them into a queue of a
 * thousand; a hundred are fired each second, and one of a kind for each key until it could be true again. What finds no
 * room is dropped and counted. Safe for use by many threads.
 */
public final class Announcements implements NotableDecisions {

    static final int MOST_WAITING = 1_000;
    static final int MOST_A_TICK = 100;
    /** Of how many keys it is remembered that an event of one kind was announced. */
    static final int MOST_KEYS = 10_000;

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    private final Observers observers;
    private final InstantSource clock;
    private final boolean reached;
    private final boolean near;
    private final boolean blocks;
    private final boolean modes;
    private final boolean overrides;
    private final Queue<Object> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    /** Until when, for each kind of event: one that holds for a day takes no room of the others. */
    private final Map<Class<?>, Map<Subject, Long>> announced = Map.of(
            LimitReached.class, new ConcurrentHashMap<>(),
            NearLimit.class, new ConcurrentHashMap<>(),
            Blocked.class, new ConcurrentHashMap<>());

    private final LongAdder dropped = new LongAdder();
    // of the thread that ticks
    private Optional<Boolean> shared = Optional.empty();

    private record Subject(String policy, Key key) {}

    /** Whether anything observes an event is asked now, and never again. */
    public Announcements(Observers observers, InstantSource clock) {
        this.observers = observers;
        this.clock = clock;
        this.reached = observers.observe(LimitReached.class);
        this.near = observers.observe(NearLimit.class);
        this.blocks = observers.observe(Blocked.class);
        this.modes = observers.observe(ModeChanged.class);
        this.overrides = observers.observe(OverrideChanged.class);
    }

    /** Whether decisions have to be told. */
    public boolean needDecisions() {
        return reached || near || blocks;
    }

    @Override
    public void nearLimit(PolicyDecision decision) {
        Optional<FullestLimit> fullest = near ? decision.fullest() : Optional.empty();
        if (fullest.isPresent()) {
            FullestLimit limit = fullest.get();
            announce(
                    NearLimit.class,
                    decision,
                    limit.window(),
                    () -> new NearLimit(
                            decision.policy(), key(decision), limit.limit(), limit.remaining(), clock.instant()));
        }
    }

    @Override
    public void refused(PolicyDecision decision) {
        if (!decision.exceeded()) {
            return;
        }
        Optional<Duration> wait = decision.retryAfter();
        if (blocks && decision.beginsBlock()) {
            Instant now = clock.instant();
            announce(
                    Blocked.class,
                    decision,
                    SHORTEST_PAUSE,
                    () -> new Blocked(decision.policy(), key(decision), wait.map(now::plus), now));
        }
        if (reached && (decision.beginsBlock() || !decision.blocked())) {
            announce(
                    LimitReached.class,
                    decision,
                    SHORTEST_PAUSE,
                    () -> new LimitReached(decision.policy(), key(decision), decision.limit(), wait, clock.instant()));
        }
    }

    private static Key key(PolicyDecision decision) {
        return decision.charge().counter().key();
    }

    /** Puts an event into the queue, unless one like it was within {@code pause}. */
    private void announce(Class<?> event, PolicyDecision decision, Duration pause, Supplier<Object> made) {
        Subject subject = new Subject(decision.policy(), key(decision));
        Map<Subject, Long> ofKind = announced.getOrDefault(event, Map.of());
        long now = clock.millis();
        Long until = ofKind.get(subject);
        if (until != null && now < until) {
            return;
        }
        if (until == null && ofKind.size() >= MOST_KEYS) {
            dropped.increment();
            return;
        }
        Duration atLeast = pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
        Duration bounded = atLeast.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : atLeast;
        Long before = ofKind.put(subject, now + bounded.toMillis());
        // another thread may have been faster
        if (before == null || now >= before) {
            offer(made.get());
        }
    }

    private void offer(Object event) {
        if (!waiting.offer(event)) {
            dropped.increment();
        }
    }

    /** An operator has changed something on this instance. */
    public void overrideChanged(LimitOverride override, OverrideChanged.Change change) {
        if (overrides) {
            offer(new OverrideChanged(override, change, clock.instant()));
        }
    }

    /**
     * Called once a second: fires what waits.
     *
     * @param countsWithCluster whether the cluster counts at present, and not this instance alone
     */
    public void tick(boolean countsWithCluster) {
        boolean changed = shared.isPresent() && shared.get() != countsWithCluster;
        shared = Optional.of(countsWithCluster);
        if (modes && changed) {
            ModeChanged.Mode mode = countsWithCluster ? ModeChanged.Mode.CLUSTER : ModeChanged.Mode.LOCAL;
            observers.fire(new ModeChanged(mode, clock.instant()));
        }
        for (int i = 0; i < MOST_A_TICK; i++) {
            Object next = waiting.poll();
            if (next == null) {
                break;
            }
            observers.fire(next);
        }
        long now = clock.millis();
        announced.values().forEach(each -> each.values().removeIf(until -> until <= now));
    }

    /** How many events found no room. */
    public long dropped() {
        return dropped.sum();
    }
}
