package dev.weir.gateway.token;

/**
 * A text that grows, of which only the end is kept: what is before the last {@link Boundary} is counted and forgotten.
 * For use by one thread at a time.
 */
final class Tail {

    /** Looks for a boundary when this many characters were added. */
    private static final int STEP = 64;

    private final Tokenizer tokenizer;
    private final StringBuilder open = new StringBuilder();
    /** The tokens of what is forgotten. */
    private long counted;
    /** How far {@link #open} has no boundary. */
    private int looked;
    /** The tokens of what is open; below 0 if they have to be counted. */
    private long ofOpen;

    Tail(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    void add(String text) {
        open.append(text);
        ofOpen = -1;
        if (open.length() - looked >= STEP) {
            forget();
        }
    }

    private void forget() {
        int last = Boundary.last(open, Math.max(0, looked - 1), open.length());
        if (last > Math.max(0, looked - 1)) {
            counted += tokenizer.count(open.substring(0, last));
            open.delete(0, last);
        }
        looked = open.length();
        if (looked > BytePairs.LONGEST_WORD) {
            // no word of a language: as the tokenizer counts it
            int end = Character.isHighSurrogate(open.charAt(looked - 1)) ? looked - 1 : looked;
            counted += Bytes.of(open, 0, end);
            open.delete(0, end);
            looked = open.length();
        }
    }

    long tokens() {
        if (ofOpen < 0) {
            ofOpen = open.isEmpty() ? 0 : tokenizer.count(open.toString());
        }
        return counted + ofOpen;
    }
}
