package dev.weir.gateway.token;

/**
 * A text that grows, of which only the end is kept: what is before the last {@link Boundary} is counted and forgotten.
 * A long run without one is split anywhere, which may count a token too few for each piece, never one too many: a good
 * answer must not be cut for that. For use by one thread at a time.
 */
final class Tail {

    /** Looks for a boundary when this many characters were added. */
    private static final int STEP = 64;
    /** The most characters that are encoded at once. */
    private static final int LONGEST = BytePairs.LONGEST_WORD;

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
        while (open.length() > LONGEST) {
            forget(Math.min(looked, LONGEST - 1), LONGEST);
        }
        if (open.length() - looked >= STEP) {
            forget(looked, open.length());
        }
    }

    /** Forgets what is before the last boundary up to {@code to}, or all up to there if that is long. */
    private void forget(int from, int to) {
        int known = Math.max(0, from - 1);
        int end = Boundary.last(open, known, to);
        if (end > known) {
            counted += tokenizer.count(open.substring(0, end));
        } else if (to == LONGEST) {
            end = Character.isHighSurrogate(open.charAt(to - 1)) ? to - 1 : to;
            counted += Math.max(0, tokenizer.count(open.substring(0, end)) - 1);
        } else {
            end = 0;
        }
        open.delete(0, end);
        looked = to - end;
    }

    long tokens() {
        if (ofOpen < 0) {
            ofOpen = open.isEmpty() ? 0 : tokenizer.count(open.toString());
        }
        return counted + ofOpen;
    }
}
