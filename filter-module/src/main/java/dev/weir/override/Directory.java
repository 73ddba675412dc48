package dev.weir.override;

import dev.weir.store.SharedTexts;
import java.util.Base64;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of an application's texts: of its slots, and of the one text that says which slots were ever used. That is
 * a bit set in Base64, which only grows. Nothing here waits; safe for use by many threads.
 */
final class Directory {

    /** The number of slots. */
    static final int SLOTS = 16_384;

    /** Attempts of a change that other instances make in vain by changes of the same text. */
    static final int ATTEMPTS = 20;

    private static final String NAME = "|overrides";
    private static final String SEPARATOR = "|";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
    private static final String NO_SLOTS = "";

    private final SharedTexts texts;
    private final Supplier<String> namespace;

    /** @param namespace tells the texts of this application from those of others */
    Directory(SharedTexts texts, Supplier<String> namespace) {
        this.texts = texts;
        this.namespace = namespace;
    }

    /** The name of the text that says which slots were used. */
    String name() {
        return namespace.get() + NAME;
    }

    /** What the names of all slots begin with. */
    String prefix() {
        return name() + SEPARATOR;
    }

    /** The name of a slot. */
    String nameOf(int slot) {
        return prefix() + slot;
    }

    /** The slot of that name; empty if it is not that of a slot of this application. */
    OptionalInt slotOf(String name) {
        String prefix = prefix();
        if (!name.startsWith(prefix)
                || !NUMBER.matcher(name.substring(prefix.length())).matches()) {
            return OptionalInt.empty();
        }
        int slot = Integer.parseInt(name.substring(prefix.length()));
        return slot < SLOTS ? OptionalInt.of(slot) : OptionalInt.empty();
    }

    /** Enters {@code slots}, unless they are there. The result is all that are there. */
    CompletionStage<BitSet> enter(BitSet slots) {
        return enter(slots, ATTEMPTS);
    }

    private CompletionStage<BitSet> enter(BitSet slots, int attempts) {
        String name = name();
        return texts.get(name).thenCompose(text -> {
            BitSet used = read(text);
            int before = used.cardinality();
            used.or(slots);
            if (used.cardinality() == before) {
                return CompletableFuture.completedFuture(used);
            }
            String entered = Base64.getEncoder().encodeToString(used.toByteArray());
            return texts.replace(name, text, entered).thenCompose(done -> {
                if (done) {
                    return CompletableFuture.completedFuture(used);
                }
                return attempts > 1
                        ? enter(slots, attempts - 1)
                        : CompletableFuture.failedFuture(
                                new IllegalStateException("others change the directory all the time"));
            });
        });
    }

    private static BitSet read(@Nullable String directory) {
        return BitSet.valueOf(Base64.getDecoder().decode(directory == null ? NO_SLOTS : directory));
    }
}
