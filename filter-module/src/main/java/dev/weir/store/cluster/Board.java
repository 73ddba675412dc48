package dev.weir.store.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text of the noticeboard: the notices of the last seconds, the newest last. Immutable.
 *
 * <pre>
 * 1|57|r1763690016000,18014398509481985,25,/shop|login|4:203.0.113.9
 * </pre>
 *
 * Schema; how many notices there ever were; then each notice: its letter, the time, its id, the length of the counter's
 * text, and that text. An instance that has seen fewer notices than there ever were, less those that are still there,
 * has missed some.
 *
 * @param total how many notices there ever were
 * @param postings those that are still there
 */
record Board(long total, List<Posting> postings) {

    /** A board that was never written to. */
    static final Board EMPTY = new Board(0, List.of());

    /** The most notices that are kept. */
    static final int MOST = 64;

    /** Every instance has read a notice by then, unless it was frozen. */
    private static final long KEPT_MILLIS = 10_000;

    private static final String SCHEMA = "1|";

    /**
     * A notice on the board.
     *
     * @param letter of its kind, which can be one that only later versions know
     */
    record Posting(char letter, long atMillis, Notice notice) {

        Posting(long atMillis, Notice notice) {
            this(notice.kind().letter(), atMillis, notice);
        }

        private void encode(StringBuilder text) {
            text.append(letter)
                    .append(atMillis)
                    .append(',')
                    .append(notice.id())
                    .append(',')
                    .append(notice.text().length())
                    .append(',')
                    .append(notice.text());
        }

        /** This notice alone, as text. */
        String encode() {
            StringBuilder text = new StringBuilder();
            encode(text);
            return text.toString();
        }

        /** The notice that {@code text} encodes; empty if it is not the text of one. */
        static Optional<Notice> decode(String text) {
            try {
                List<Posting> all = readAll(text, 0);
                return all.size() == 1 ? Optional.of(all.get(0).notice) : Optional.empty();
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                return Optional.empty();
            }
        }
    }

    Board {
        postings = List.copyOf(postings);
    }

    /** This board with {@code notices}, as far as it does not have them, and without old ones. */
    Board with(List<Notice> notices, long nowMillis) {
        List<Posting> all = new ArrayList<>(postings);
        all.removeIf(posting -> nowMillis - posting.atMillis > KEPT_MILLIS);
        long added = 0;
        for (Notice notice : notices) {
            if (!has(notice)) {
                all.add(new Posting(nowMillis, notice));
                added++;
            }
        }
        return new Board(total + added, all.subList(Math.max(0, all.size() - MOST), all.size()));
    }

    boolean has(Notice notice) {
        return postings.stream().anyMatch(posting -> posting.notice.id() == notice.id());
    }

    /** The notices that came after the first {@code seen}, as far as they are still here. */
    List<Notice> since(long seen) {
        int fresh = (int) Math.min(postings.size(), Math.max(0, total - seen));
        return postings.subList(postings.size() - fresh, postings.size()).stream()
                .map(Posting::notice)
                .toList();
    }

    /** When the last notice was written; 0 if none is left. */
    long newestMillis() {
        return postings.isEmpty() ? 0 : postings.get(postings.size() - 1).atMillis;
    }

    /**
     * Whether an instance that has last seen {@code last} has missed a notice that is no longer here, or a write of
     * that board was lost and others went on from the board before it.
     */
    boolean lacks(Board last) {
        long fresh = total - last.total;
        if (fresh < 0 || fresh > postings.size()) {
            return true;
        }
        int before = postings.size() - (int) fresh - 1;
        int newest = last.postings.size() - 1;
        return before >= 0
                && newest >= 0
                && postings.get(before).notice.id()
                        != last.postings.get(newest).notice.id();
    }

    String encode() {
        StringBuilder text = new StringBuilder(SCHEMA).append(total).append('|');
        postings.forEach(posting -> posting.encode(text));
        return text.toString();
    }

    /** The board that {@code text} encodes; empty if other software wrote it. */
    static Optional<Board> decode(String text) {
        try {
            int end = text.indexOf('|', SCHEMA.length());
            if (!text.startsWith(SCHEMA) || end < 0) {
                return Optional.empty();
            }
            long total = Long.parseLong(text.substring(SCHEMA.length(), end));
            return Optional.of(new Board(total, readAll(text, end + 1)));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** @throws IndexOutOfBoundsException or {@link NumberFormatException} if these are no postings */
    private static List<Posting> readAll(String text, int from) {
        List<Posting> postings = new ArrayList<>();
        int at = from;
        while (at < text.length()) {
            int afterTime = text.indexOf(',', at);
            int afterId = text.indexOf(',', afterTime + 1);
            int afterLength = text.indexOf(',', afterId + 1);
            int length = Integer.parseInt(text.substring(afterId + 1, afterLength));
            char letter = text.charAt(at);
            String about = text.substring(afterLength + 1, afterLength + 1 + length);
            Notice notice =
                    new Notice(Long.parseLong(text.substring(afterTime + 1, afterId)), Notice.Kind.of(letter), about);
            postings.add(new Posting(letter, Long.parseLong(text.substring(at + 1, afterTime)), notice));
            at = afterLength + 1 + length;
        }
        return postings;
    }
}
