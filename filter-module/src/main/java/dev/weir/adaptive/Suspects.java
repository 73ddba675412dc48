package dev.weir.adaptive;

import dev.weir.Key;
import dev.weir.SuspicionRaised;
import dev.weir.SuspicionRaised.Reason;
import dev.weir.adaptive.SuspicionSlot.Subject;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.memory.KeyTable;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The keys that have done something that costs trust. All instances share the levels; what counts towards the next
 * level, each instance counts alone. Safe for use by many threads.
 */
public final class Suspects {

    /** Of a key that goes on without a further level, the others hear before they would lower its level. */
    private static final long TOLD_AGAIN_MILLIS = TimeUnit.MINUTES.toMillis(5);

    private static final Set<Integer> REJECTIONS = Set.of(401, 403, 404);

    private final InstantSource clock;
    private final KeyTable<Suspect> table;
    private final Optional<SharedSuspicions> shared;
    private final Consumer<SuspicionRaised> listener;
    private final LongAdder raised = new LongAdder();

    /** The policies by which the table knows keys; only their names count. */
    private final Map<String, Policy> names = new ConcurrentHashMap<>();

    private Suspects(
            InstantSource clock, long maxKeys, Optional<SharedSuspicions> shared, Consumer<SuspicionRaised> listener) {
        this.clock = clock;
        this.table = new KeyTable<>(clock, maxKeys, Suspect::new, gone -> {});
        this.shared = shared;
        this.listener = listener;
    }

    /** The suspects of an instance that shares nothing; of more than {@code maxKeys} some are forgotten. */
    public static Suspects alone(InstantSource clock, long maxKeys) {
        return new Suspects(clock, maxKeys, Optional.empty(), event -> {});
    }

    /**
     * The suspects of an instance that shares their levels.
     *
     * @param maxKeys of more keys, some are forgotten
     * @param listener is told of each level that rises on this instance; must not block
     */
    public static Suspects of(
            InstantSource clock, long maxKeys, SharedSuspicions shared, Consumer<SuspicionRaised> listener) {
        Suspects suspects = new Suspects(clock, maxKeys, Optional.of(shared), listener);
        shared.learnBy(suspects::learn);
        return suspects;
    }

    boolean isEmpty() {
        return table.size() == 0;
    }

    int level(Subject subject) {
        return table.find(id(subject))
                .map(suspect -> suspect.suspicion().at(clock.millis()).level())
                .orElse(0);
    }

    int refused(Subject subject) {
        long now = clock.millis();
        return change(subject, Reason.REFUSALS, suspicion -> suspicion.refused(now), now);
    }

    int blocked(Subject subject, long millis) {
        long now = clock.millis();
        return change(subject, Reason.BLOCK, suspicion -> suspicion.blocked(now + millis, now), now);
    }

    /** @param subject is called only if it is needed */
    void answered(Supplier<Subject> subject, int status) {
        long now = clock.millis();
        if (REJECTIONS.contains(status)) {
            int unused = change(subject.get(), Reason.REJECTIONS, suspicion -> suspicion.rejected(now), now);
        } else if (!isEmpty()) {
            table.find(id(subject.get())).ifPresent(suspect -> suspect.change(Suspicion::accepted, now));
        }
    }

    void forgive(Subject subject) {
        long now = clock.millis();
        int unused = table.get(id(subject)).change(suspicion -> Suspicion.forgiven(now), now);
        shared.ifPresent(others -> others.tell(subject, Suspicion.forgiven(now)));
    }

    private int change(Subject subject, Reason reason, UnaryOperator<Suspicion> step, long now) {
        Suspect suspect = table.get(id(subject));
        int raisedBy = suspect.change(step, now);
        Suspicion after = suspect.suspicion();
        if (raisedBy > 0) {
            raised.increment();
            shared.ifPresent(others -> others.tell(subject, after));
            listener.accept(new SuspicionRaised(subject.policy(), after.level(), reason));
        } else if (after.level() > 0 && suspect.isToBeTold(now, TOLD_AGAIN_MILLIS)) {
            shared.ifPresent(others -> others.tell(subject, after));
        }
        return after.level();
    }

    /** Another instance knows this. */
    private void learn(Subject subject, Suspicion suspicion) {
        long now = clock.millis();
        int unused = table.get(id(subject)).change(own -> own.with(suspicion, now), now);
    }

    /** Forgets what no longer counts. */
    public void sweep() {
        table.sweep();
    }

    Map<String, long[]> levels() {
        Map<String, long[]> levels = new ConcurrentHashMap<>();
        long now = clock.millis();
        table.forEach(suspect -> {
            int level = suspect.suspicion().at(now).level();
            if (level > 0) {
                levels.computeIfAbsent(suspect.id().policy().name(), name -> new long[Suspicion.HIGHEST])[level - 1]++;
            }
        });
        return levels;
    }

    long raised() {
        return raised.sum();
    }

    private CounterId id(Subject subject) {
        Policy policy =
                names.computeIfAbsent(subject.policy(), name -> Policy.of(name, Algorithm.SLIDING_WINDOW, List.of()));
        return new CounterId(policy, Key.of(subject.key()));
    }
}
