package dev.weir.override;

import dev.weir.LimitOverride;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.SharedTexts;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The overrides of one application, which all its instances share. They stand in slots by their hash codes, so that a
 * change costs two small swaps however many there are; a {@link Directory} says which slots were ever used. An instance
 * reads all of them when it starts, and a slot when another instance says that it was changed. What it learns it keeps
 * over a restart of all instances, if there is a database. Nothing here waits; safe for use by many threads.
 */
public final class SharedOverrides {

    /** The most overrides of an application. */
    public static final int MOST = 10_000;

    /** A JCache other than Hazelcast has a short queue. */
    private static final int READS_AT_ONCE = 500;

    private final SharedTexts texts;
    private final Directory directory;
    private final InstantSource clock;
    private final OncePerMinuteLog problems;
    private final Overrides present;

    /** The slots that were ever used, by name; guarded by this object. */
    private final Map<String, Slot> slots = new HashMap<>();

    /**
     * The overrides that {@code texts} has.
     *
     * @param namespace tells the overrides of this application from those of others
     * @param present where they are put as this instance knows them
     */
    public SharedOverrides(
            SharedTexts texts, Supplier<String> namespace, Overrides present, OncePerMinuteLog problems) {
        this.texts = texts;
        this.directory = new Directory(texts, namespace);
        this.clock = present.clock();
        this.problems = problems;
        this.present = present;
        texts.onChange(this::changed);
    }

    /** The overrides as this instance knows them. */
    public Overrides present() {
        return present;
    }

    /** All overrides that hold now, by policy, key and kind. */
    public List<LimitOverride> all() {
        return present.present()
                .sorted(Comparator.comparing(LimitOverride::policy)
                        .thenComparing(each -> each.key().orElse(""))
                        .thenComparing(LimitOverride::kind))
                .toList();
    }

    /**
     * Takes what was kept over a restart, reads all slots that were ever used, and puts back what the grid lacks. The
     * result is complete when that is done.
     */
    public CompletionStage<Void> load() {
        restore(texts.takeKept(directory.prefix()));
        return directory.enter(slotsInUse()).thenCompose(used -> {
            List<String> names = used.stream().mapToObj(directory::nameOf).toList();
            CompletionStage<Void> done = CompletableFuture.completedFuture(null);
            for (int from = 0; from < names.size(); from += READS_AT_ONCE) {
                List<String> some = names.subList(from, Math.min(names.size(), from + READS_AT_ONCE));
                done = done.thenCompose(before -> loadAll(some));
            }
            return done;
        });
    }

    private CompletionStage<Void> loadAll(List<String> names) {
        return CompletableFuture.allOf(names.stream()
                .map(this::load)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new));
    }

    private CompletionStage<Void> load(String name) {
        return texts.get(name).thenCompose(text -> take(name, text));
    }

    /** The database has {@code kept}, by name: each text holds at once, unless a newer one is known. */
    private synchronized void restore(Map<String, String> kept) {
        kept.forEach((name, text) -> {
            if (directory.slotOf(name).isPresent()) {
                Slot.decode(text)
                        .filter(read -> read.version() > known(name).version())
                        .ifPresent(read -> put(name, read));
            }
        });
    }

    /** The slots in which this instance knows overrides. */
    private synchronized BitSet slotsInUse() {
        BitSet used = new BitSet();
        slots.forEach((name, slot) -> {
            if (!slot.texts().isEmpty()) {
                directory.slotOf(name).ifPresent(used::set);
            }
        });
        return used;
    }

    /** Another instance has changed the text of {@code name}. */
    private void changed(String name) {
        CompletionStage<Void> reading = null;
        if (name.isEmpty() || name.equals(directory.name())) {
            reading = load();
        } else if (directory.slotOf(name).isPresent()) {
            reading = load(name);
        }
        if (reading != null) {
            var unused = reading.whenComplete((done, failure) -> {
                if (failure != null) {
                    problems.warn("cannot read what was changed at run time", failure);
                }
            });
        }
    }

    /** The grid has {@code text} in a slot. A version before the one that is known here was lost: it is put back. */
    private CompletionStage<Void> take(String name, @Nullable String text) {
        Optional<Slot> read = text == null ? Optional.of(Slot.EMPTY) : Slot.decode(text);
        if (read.isEmpty()) {
            problems.warn(
                    "cannot read what was changed at run time",
                    new IllegalStateException("a later version of Weir wrote it"));
            return CompletableFuture.completedFuture(null);
        }
        Slot known;
        synchronized (this) {
            known = known(name);
            if (read.get().version() >= known.version()) {
                learn(name, read.get());
                return CompletableFuture.completedFuture(null);
            }
        }
        return texts.replace(name, text, known.encode()).thenAccept(done -> {});
    }

    /** Requires the lock of this object. */
    private Slot known(String name) {
        return slots.getOrDefault(name, Slot.EMPTY);
    }

    /**
     * The grid has {@code read}. Each instance keeps it, because the one that made it may not live until it is written.
     * Requires the lock of this object.
     */
    private void learn(String name, Slot read) {
        if (!read.equals(known(name))) {
            put(name, read);
            texts.keep(name, read.encode(), read.version(), read.neededUntilMillis(clock.millis()));
        }
    }

    /** Requires the lock of this object. */
    private void put(String name, Slot read) {
        present.replace(known(name).overrides(), read.overrides());
        slots.put(name, read);
    }

    /** Makes {@code override} hold, in place of one of the same kind for the same key. */
    public CompletionStage<Void> add(LimitOverride override) {
        if (present.size() >= MOST
                && !present.has(override)
                && present.present().count() >= MOST) {
            throw new IllegalStateException("there are " + MOST + " overrides, which is the most that there can be");
        }
        BitSet slot = new BitSet();
        slot.set(slotOf(override));
        // the directory first: a slot that it does not name is never found again
        return directory
                .enter(slot)
                .thenCompose(done -> change(nameOf(override), each -> each.with(override, clock.instant())))
                .thenAccept(changed -> {});
    }

    /** Removes the override of that kind for that key, if there is one. */
    public CompletionStage<Void> remove(LimitOverride override) {
        return change(nameOf(override), each -> each.without(override, clock.instant()))
                .thenAccept(changed -> {});
    }

    /**
     * Removes {@code override}, and not one that has taken its place, whether or not this instance knows of that one.
     * The result is whether it was there.
     */
    public CompletionStage<Boolean> end(LimitOverride override) {
        return change(
                nameOf(override),
                each -> each.overrides().contains(override) ? each.without(override, clock.instant()) : each);
    }

    /** The result is whether anything was changed. */
    private CompletionStage<Boolean> change(String name, UnaryOperator<Slot> change) {
        return change(name, change, Directory.ATTEMPTS);
    }

    private CompletionStage<Boolean> change(String name, UnaryOperator<Slot> change, int attempts) {
        return texts.get(name)
                .thenCompose(text -> take(name, text).thenApply(done -> Optional.ofNullable(text)))
                .thenCompose(text -> {
                    if (text.isPresent() && Slot.decode(text.get()).isEmpty()) {
                        // what else is in the slot would be lost
                        return CompletableFuture.failedFuture(
                                new IllegalStateException("a later version of Weir wrote what stands beside it"));
                    }
                    Slot before;
                    synchronized (this) {
                        before = known(name);
                    }
                    Slot after = change.apply(before);
                    return after.texts().equals(before.texts())
                            ? CompletableFuture.completedFuture(false)
                            : texts.replace(name, text.orElse(null), after.encode())
                                    .thenCompose(done -> done ? taken(name, after) : again(name, change, attempts));
                });
    }

    private CompletionStage<Boolean> taken(String name, Slot after) {
        synchronized (this) {
            if (after.version() > known(name).version()) {
                learn(name, after);
            }
        }
        return CompletableFuture.completedFuture(true);
    }

    private CompletionStage<Boolean> again(String name, UnaryOperator<Slot> change, int attempts) {
        return attempts > 1
                ? change(name, change, attempts - 1)
                : CompletableFuture.failedFuture(new IllegalStateException("others change the same all the time"));
    }

    private String nameOf(LimitOverride override) {
        return directory.nameOf(slotOf(override));
    }

    private static int slotOf(LimitOverride override) {
        return Math.floorMod(OverrideCodec.identity(override).hashCode(), Directory.SLOTS);
    }
}
