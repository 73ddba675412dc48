package dev.weir.override;

import dev.weir.LimitOverride;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.SharedTexts;
import java.time.InstantSource;
import java.util.Base64;
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
 * change costs two small swaps however many there are; a directory says which slots were ever used. An instance reads
 * all of them when it starts, and a slot when another instance says that it was changed. Nothing here waits; safe for
 * use by many threads.
 */
public final class SharedOverrides {

    /** The most overrides of an application. */
    public static final int MOST = 10_000;

    private static final int SLOTS = 16_384;
    /** Attempts of a change that other instances make in vain by changes of the same slot. */
    private static final int ATTEMPTS = 20;

    private static final String DIRECTORY = "overrides";
    private static final String NO_SLOTS = "";

    private final SharedTexts texts;
    private final Supplier<String> namespace;
    private final InstantSource clock;
    private final OncePerMinuteLog problems;
    private final Overrides present;

    /** The slots that were ever used; guarded by this object. */
    private final Map<Integer, Slot> slots = new HashMap<>();

    /**
     * The overrides that {@code texts} has.
     *
     * @param namespace tells the overrides of this application from those of others
     * @param present where they are put as this instance knows them
     */
    public SharedOverrides(
            SharedTexts texts, Supplier<String> namespace, Overrides present, OncePerMinuteLog problems) {
        this.texts = texts;
        this.namespace = namespace;
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

    /** Reads all slots that were ever used. The result is complete when that is done. */
    public CompletionStage<Void> load() {
        return texts.get(directory()).thenCompose(text -> {
            CompletableFuture<?>[] reads = read(text).stream()
                    .mapToObj(this::load)
                    .map(CompletionStage::toCompletableFuture)
                    .toArray(CompletableFuture<?>[]::new);
            return CompletableFuture.allOf(reads);
        });
    }

    private CompletionStage<Void> load(int slot) {
        return texts.get(name(slot)).thenCompose(text -> take(slot, text));
    }

    /** Another instance has changed the text of {@code name}. */
    private void changed(String name) {
        String ours = name("");
        CompletionStage<Void> reading = null;
        if (name.isEmpty() || name.equals(directory())) {
            reading = load();
        } else if (name.startsWith(ours)) {
            reading = load(Integer.parseInt(name.substring(ours.length())));
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
    private CompletionStage<Void> take(int slot, @Nullable String text) {
        Optional<Slot> read = text == null ? Optional.of(Slot.EMPTY) : Slot.decode(text);
        if (read.isEmpty()) {
            problems.warn(
                    "cannot read what was changed at run time",
                    new IllegalStateException("a later version of Weir wrote it"));
            return CompletableFuture.completedFuture(null);
        }
        Slot known;
        synchronized (this) {
            known = slots.getOrDefault(slot, Slot.EMPTY);
            if (read.get().version() >= known.version()) {
                put(slot, read.get());
                return CompletableFuture.completedFuture(null);
            }
        }
        return texts.replace(name(slot), text, known.encode()).thenAccept(done -> {});
    }

    /** Requires the lock of this object. */
    private void put(int slot, Slot read) {
        Slot before = slots.put(slot, read);
        if (!read.equals(before)) {
            present.replace(before == null ? List.of() : before.overrides(), read.overrides());
        }
    }

    /** Makes {@code override} hold, in place of one of the same kind for the same key. */
    public CompletionStage<Void> add(LimitOverride override) {
        if (present.size() >= MOST
                && !present.has(override)
                && present.present().count() >= MOST) {
            throw new IllegalStateException("there are " + MOST + " overrides, which is the most that there can be");
        }
        int slot = slotOf(override);
        // the directory first: a slot that it does not name is never found again
        return enter(slot, ATTEMPTS).thenCompose(done -> change(slot, each -> each.with(override, clock.instant())));
    }

    /** Removes the override of that kind for that key, if there is one. */
    public CompletionStage<Void> remove(LimitOverride override) {
        return change(slotOf(override), each -> each.without(override, clock.instant()));
    }

    private CompletionStage<Void> change(int slot, UnaryOperator<Slot> change) {
        return change(slot, change, ATTEMPTS);
    }

    private CompletionStage<Void> change(int slot, UnaryOperator<Slot> change, int attempts) {
        return texts.get(name(slot))
                .thenCompose(text -> take(slot, text).thenApply(done -> Optional.ofNullable(text)))
                .thenCompose(text -> {
                    Slot before;
                    synchronized (this) {
                        before = slots.getOrDefault(slot, Slot.EMPTY);
                    }
                    Slot after = change.apply(before);
                    return after.texts().equals(before.texts())
                            ? CompletableFuture.completedFuture(null)
                            : swap(slot, text.orElse(null), after)
                                    .thenCompose(done -> done ? taken(slot, after) : again(slot, change, attempts));
                });
    }

    private CompletionStage<Boolean> swap(int slot, @Nullable String expected, Slot after) {
        return texts.replace(name(slot), expected, after.encode());
    }

    private CompletionStage<Void> taken(int slot, Slot after) {
        synchronized (this) {
            if (after.version() > slots.getOrDefault(slot, Slot.EMPTY).version()) {
                put(slot, after);
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> again(int slot, UnaryOperator<Slot> change, int attempts) {
        return attempts > 1
                ? change(slot, change, attempts - 1)
                : CompletableFuture.failedFuture(new IllegalStateException("others change the same all the time"));
    }

    /** Enters {@code slot} into the directory, unless it is there. */
    private CompletionStage<Void> enter(int slot, int attempts) {
        return texts.get(directory()).thenCompose(text -> {
            BitSet used = read(text);
            if (used.get(slot)) {
                return CompletableFuture.completedFuture(null);
            }
            used.set(slot);
            String entered = Base64.getEncoder().encodeToString(used.toByteArray());
            return texts.replace(directory(), text, entered).thenCompose(done -> {
                if (done) {
                    return CompletableFuture.completedFuture(null);
                }
                return attempts > 1
                        ? enter(slot, attempts - 1)
                        : CompletableFuture.failedFuture(
                                new IllegalStateException("others change the directory all the time"));
            });
        });
    }

    private static BitSet read(@Nullable String directory) {
        return BitSet.valueOf(Base64.getDecoder().decode(directory == null ? NO_SLOTS : directory));
    }

    private static int slotOf(LimitOverride override) {
        return Math.floorMod(OverrideCodec.identity(override).hashCode(), SLOTS);
    }

    private String directory() {
        return namespace.get() + '|' + DIRECTORY;
    }

    private String name(Object slot) {
        return directory() + '|' + slot;
    }
}
