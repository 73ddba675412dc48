package dev.weir.adaptive;

import dev.weir.adaptive.SuspicionSlot.Subject;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.SharedTexts;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What the instances of one application tell each other of the levels of keys. A level that was raised is written with
 * others of its {@linkplain SuspicionSlot slot} by the next {@link #flush}, and other instances read that slot when
 * they hear of it: no request waits for any of it, and none has an operation of its own. Safe for use by many
 * threads.
 */
public final class SharedSuspicions {

    private static final String NAME = "|trust|";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,2}");

    private final SharedTexts texts;
    private final Supplier<String> namespace;
    private final InstantSource clock;
    private final OncePerMinuteLog problems;
    private volatile BiConsumer<Subject, Suspicion> learner = (subject, suspicion) -> {};

    /** What is not written yet, by slot; guarded by this object. */
    private Map<Integer, Map<Subject, Suspicion>> pending = new HashMap<>();

    /**
     * The suspicions that {@code texts} has.
     *
     * @param namespace tells the keys of this application from those of others
     */
    public SharedSuspicions(
            SharedTexts texts, Supplier<String> namespace, InstantSource clock, OncePerMinuteLog problems) {
        this.texts = texts;
        this.namespace = namespace;
        this.clock = clock;
        this.problems = problems;
    }

    /** Sets what gets the suspicions of other instances. */
    void learnBy(BiConsumer<Subject, Suspicion> learner) {
        this.learner = learner;
        texts.onChange(this::changed);
    }

    /** The others have to know this. */
    synchronized void tell(Subject subject, Suspicion suspicion) {
        long now = clock.millis();
        pending.computeIfAbsent(subject.slot(), slot -> new HashMap<>())
                .merge(subject, suspicion.shared(), (one, other) -> one.with(other, now));
    }

    /** Writes what was told since the last time, in the background; what cannot be written is tried again. */
    public void flush() {
        Map<Integer, Map<Subject, Suspicion>> taken;
        synchronized (this) {
            if (pending.isEmpty()) {
                return;
            }
            taken = pending;
            pending = new HashMap<>();
        }
        taken.forEach(this::flush);
    }

    private void flush(int slot, Map<Subject, Suspicion> told) {
        var unused = watched(write(slot, told)).whenComplete((written, failure) -> {
            if (failure != null || !written) {
                told.forEach(this::tell);
            }
        });
    }

    private CompletionStage<Boolean> write(int slot, Map<Subject, Suspicion> told) {
        String name = nameOf(slot);
        return texts.get(name).thenCompose(text -> {
            Optional<SuspicionSlot> before =
                    text == null ? Optional.of(SuspicionSlot.EMPTY) : SuspicionSlot.decode(text);
            if (before.isEmpty()) {
                // a later version of Weir wrote it, which goes without this
                return CompletableFuture.completedFuture(true);
            }
            SuspicionSlot after = before.get().with(told, clock.millis());
            String written = after.encode();
            return texts.replace(name, text, written).thenApply(done -> {
                if (done) {
                    keep(name, after, written);
                }
                return done;
            });
        });
    }

    private void keep(String name, SuspicionSlot slot, String text) {
        long until = slot.suspicions().values().stream()
                .mapToLong(Suspicion::neededUntilMillis)
                .max()
                .orElse(0);
        texts.keep(name, text, slot.version(), until);
    }

    /** Reads all slots, and takes what was kept over a restart of all instances. */
    public void load() {
        texts.takeKept(namespace.get() + NAME)
                .forEach((name, text) -> SuspicionSlot.decode(text).ifPresent(slot -> {
                    learn(slot);
                    slot.suspicions().forEach(this::tell);
                }));
        for (int slot = 0; slot < SuspicionSlot.SLOTS; slot++) {
            read(nameOf(slot));
        }
    }

    private void changed(String name) {
        String prefix = namespace.get() + NAME;
        if (name.isEmpty()) {
            load();
        } else if (name.startsWith(prefix)
                && NUMBER.matcher(name.substring(prefix.length())).matches()) {
            read(name);
        }
    }

    private void read(String name) {
        var unused = watched(texts.get(name).thenApply(text -> {
            Optional.ofNullable(text).flatMap(SuspicionSlot::decode).ifPresent(this::learn);
            return true;
        }));
    }

    private void learn(SuspicionSlot slot) {
        long now = clock.millis();
        slot.suspicions().forEach((subject, suspicion) -> {
            if (!suspicion.isOver(now)) {
                learner.accept(subject, suspicion);
            }
        });
    }

    private CompletionStage<Boolean> watched(CompletionStage<Boolean> stage) {
        return stage.whenComplete((done, failure) -> {
            if (failure != null) {
                problems.warn("cannot share the levels of keys", failure);
            }
        });
    }

    private String nameOf(int slot) {
        return namespace.get() + NAME + slot;
    }
}
