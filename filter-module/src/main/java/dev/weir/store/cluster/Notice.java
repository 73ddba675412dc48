package dev.weir.store.cluster;

import java.util.concurrent.ThreadLocalRandom;

/**
 * What one instance announces to all others about a counter or a text. To hear of it twice does no harm. Immutable.
 *
 * @param id tells notices apart: the instance that made it in the upper 32 bits, a number in the lower
 * @param kind what to do about it
 * @param text the text under which the grid has the counter, or the name of a text; empty if it is about all of them
 */
record Notice(long id, Kind kind, String text) {

    /** Few enough that they take little place in the text of a state. */
    private static final int MOST_ORIGINS = 1 << 24;

    /** What the others have to do. The letters are part of the stored form. */
    enum Kind {
        /** Return the lease of the counter: another instance needs the permits. */
        RECALL('l'),
        /** Return the lease and forget the refusal: the key was reset, or is blocked. */
        RESET('r'),
        /** Forget the refusal: permits were given back, or the key was unblocked. */
        RELEASE('f'),
        /** Read the text of that name again, which is no counter's. */
        TEXT('t'),
        /** Forget all refusals, return all leases, and read all texts again. */
        EVERYTHING('a'),
        /** An instance of a later version announces something: to be kept for others. */
        UNKNOWN('?');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }

        /** Whether something was changed that no instance may go on without. */
        boolean isUrgent() {
            return this == RESET || this == TEXT || this == EVERYTHING;
        }

        static Kind of(char letter) {
            for (Kind kind : values()) {
                if (kind.letter == letter) {
                    return kind;
                }
            }
            return UNKNOWN;
        }
    }

    /** Names an instance in the grid: by chance, because nothing else tells apart two of its lives. */
    static int newOrigin() {
        return 1 + ThreadLocalRandom.current().nextInt(MOST_ORIGINS);
    }

    /** The instance that made the notice. */
    int origin() {
        return (int) (id >>> Integer.SIZE);
    }
}
