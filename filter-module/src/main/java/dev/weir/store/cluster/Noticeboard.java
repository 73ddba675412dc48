package dev.weir.store.cluster;

import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.gate.Gate;
import dev.weir.store.gate.Notices;
import dev.weir.store.grid.Grid;
import dev.weir.store.grid.SharedCache;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One small entry of the grid that all instances read once a second: what an operator changes, and what makes permits
 * available, is announced there. A notice stays until this instance has read that it is there, so it survives a lost
 * write; it is also {@linkplain Grid#hint passed on} at once, where the grid can do that. Costs one read a second,
 * whatever the number of keys. Safe for use by many threads.
 */
final class Noticeboard implements Notices {

    private static final String ENTRY = "board";
    /** With more notices than that in one second, all counters are announced. */
    private static final int MOST_AT_ONCE = Board.MOST / 4;
    /** A board that was written to so long ago can have expired. */
    private static final long EXPIRY_MILLIS = 1_800_000;
    /** More notices than are heard in the seconds that a notice stays. */
    private static final int MOST_APPLIED = 16 * Board.MOST;

    private static final long NEVER = Long.MIN_VALUE / 2;
    /** An instance that is not visited for so long, once a second otherwise, was frozen. */
    private static final long FROZEN_MILLIS = 3_000;
    /** After so long the cluster is silent, which is no reason to wait any longer. */
    private static final long THAW_MILLIS = 2_000;

    private final SharedCache cache;
    private final InstantSource clock;
    private final int holder;
    private final Announced announced;
    private final Recalls recalls;
    private final OncePerMinuteLog problems;

    private volatile long newsMillis = NEVER;
    private volatile long tickMillis;
    /** When this instance noticed that it was frozen, and has not read the board since. */
    private volatile long thawedMillis = NEVER;
    // guarded by this object
    /** What this instance has announced, and has not read on the board yet. */
    private final Map<Long, Notice> unconfirmed = new LinkedHashMap<>();
    /** Notices that were acted on already; the oldest are forgotten. */
    private final Set<Long> applied = new LinkedHashSet<>();

    private int numbers;
    private boolean writes;
    /** Counts readings and writes: the answer to an earlier reading is out of date. */
    private int step;
    /** The board as it was last seen, and its text. */
    private Board board = Board.EMPTY;

    private @Nullable String boardText;
    private boolean isRead;

    /** @param announced does what notices say */
    Noticeboard(Grid grid, int holder, Announced announced, Recalls recalls, OncePerMinuteLog problems) {
        this.cache = grid.noticeboard();
        this.clock = grid.clock();
        this.tickMillis = clock.millis();
        this.holder = holder;
        this.announced = announced;
        this.recalls = recalls;
        this.problems = problems;
    }

    /** Another instance has passed on {@code hint}. */
    void heard(String hint) {
        recalls.heard(hint).ifPresent(this::apply);
    }

    @Override
    public long newsMillis() {
        return newsMillis;
    }

    @Override
    public boolean recall(Gate gate, String text, int holders) {
        Notice notice = notice(Notice.Kind.RECALL, text);
        boolean asked = recalls.begin(gate, text, holders, notice);
        if (!asked) {
            announce(notice);
        }
        return asked;
    }

    @Override
    public void wasReset(String text) {
        announceAtOnce(Notice.Kind.RESET, text);
    }

    @Override
    public void blocked(String text) {
        // not a recall, which can be left out
        announceAtOnce(Notice.Kind.RESET, text);
    }

    @Override
    public void unblocked(String text) {
        announceAtOnce(Notice.Kind.RELEASE, text);
    }

    /** Other instances have to read the text of {@code name} again. */
    void textChanged(String name) {
        announceAtOnce(Notice.Kind.TEXT, name);
    }

    private void announceAtOnce(Notice.Kind kind, String text) {
        Notice notice = notice(kind, text);
        boolean unused = recalls.hint(notice);
        announce(notice);
        write();
    }

    @Override
    public void released(String text) {
        announce(notice(Notice.Kind.RELEASE, text));
    }

    @Override
    public void returned(String text) {
        recalls.answer(text);
    }

    private synchronized Notice notice(Notice.Kind kind, String text) {
        numbers++;
        return new Notice((long) holder << Integer.SIZE | numbers, kind, text);
    }

    /** Writes {@code notice} to the board within a second. */
    private synchronized void announce(Notice notice) {
        // a later one about the same counter or text takes the place of the one before
        unconfirmed
                .values()
                .removeIf(each -> each.kind() == notice.kind()
                        && each.text().equals(notice.text())
                        && (notice.kind().isUrgent() || !board.has(each)));
        if (unconfirmed.size() < MOST_AT_ONCE) {
            unconfirmed.put(notice.id(), notice);
        } else if (notice.kind() != Notice.Kind.RECALL) {
            summarize(notice);
        }
    }

    /** Too many notices become one about all counters; a recall that is left out is asked for again. */
    private void summarize(Notice last) {
        boolean urgent = last.kind().isUrgent()
                || unconfirmed.values().stream().map(Notice::kind).anyMatch(Notice.Kind::isUrgent);
        unconfirmed.clear();
        Notice all = new Notice(last.id(), urgent ? Notice.Kind.EVERYTHING : Notice.Kind.RELEASE, "");
        unconfirmed.put(all.id(), all);
    }

    /**
     * Whether this instance knows what happened until now, as far as it can: not if it was frozen, until it has read
     * what was announced meanwhile.
     */
    @Override
    public boolean isAwake(long nowMillis) {
        return nowMillis - tickMillis <= FROZEN_MILLIS && nowMillis - thawedMillis > THAW_MILLIS;
    }

    /** Called once a second: notices whether the instance was frozen, and reads the board. Does not wait. */
    void tick() {
        long now = clock.millis();
        if (now - tickMillis > FROZEN_MILLIS) {
            thawedMillis = now;
        }
        tickMillis = now;
        readBoard();
    }

    /** Reads the board, and writes what is not there. */
    private void readBoard() {
        long begunMillis = clock.millis();
        int begun;
        synchronized (this) {
            begun = ++step;
        }
        var unused = cache.get(ENTRY).whenComplete((text, failure) -> {
            if (failure == null && read(text, begun, begunMillis)) {
                write();
            }
        });
    }

    /**
     * Does what the board says that is new.
     *
     * @param text the board as it was at {@code begunMillis} or later
     * @return false if another reading or writing came before the answer
     */
    private boolean read(@Nullable String text, int begun, long begunMillis) {
        Optional<Board> found = decode(text);
        if (found.isEmpty()) {
            problems.warn(
                    "the noticeboard cannot be read, so refusals are checked again every second",
                    new IllegalStateException("a later version of Weir wrote it"));
            return false;
        }
        boolean missed;
        boolean missedTexts;
        List<Notice> news;
        synchronized (this) {
            if (begun != step) {
                return false;
            }
            Board last = board;
            board = found.get();
            boardText = text;
            boolean expired = text == null && begunMillis - last.newestMillis() > EXPIRY_MILLIS;
            missed = isRead && !expired && board.lacks(last);
            news = isRead ? board.since(last.total()) : List.of();
            // what was announced since this instance read the texts and before it first read the board
            missedTexts = !isRead && board.total() > 0;
            isRead = true;
            unconfirmed.values().removeIf(board::has);
        }
        if (missed) {
            announced.everything();
        } else {
            news.forEach(this::apply);
        }
        if (missedTexts) {
            announced.texts().accept("");
        }
        newsMillis = Math.max(newsMillis, begunMillis);
        thawedMillis = NEVER;
        return true;
    }

    private synchronized Optional<Board> decode(@Nullable String text) {
        if (text == null || text.equals(boardText)) {
            return Optional.of(text == null ? Board.EMPTY : board);
        }
        return Board.decode(text);
    }

    private void apply(Notice notice) {
        boolean isNew;
        synchronized (this) {
            isNew = notice.origin() != holder && applied.add(notice.id());
            if (applied.size() > MOST_APPLIED) {
                applied.remove(applied.iterator().next());
            }
        }
        if (isNew) {
            announced.apply(notice);
        }
    }

    /** Writes what is not on the board, unless that is being done. */
    private void write() {
        String expected;
        Board next;
        int begun;
        synchronized (this) {
            List<Notice> missing = unconfirmed.values().stream()
                    .filter(notice -> !board.has(notice))
                    .toList();
            if (writes || !isRead || missing.isEmpty()) {
                return;
            }
            writes = true;
            begun = ++step;
            expected = boardText;
            next = board.with(missing, clock.millis());
        }
        String text = next.encode();
        CompletionStage<Boolean> swap =
                expected == null ? cache.putIfAbsent(ENTRY, text) : cache.replace(ENTRY, expected, text);
        var unused = swap.whenComplete((done, failure) -> {
            boolean goesOn;
            synchronized (this) {
                writes = false;
                if (failure == null && done && begun == step) {
                    board = next;
                    boardText = text;
                }
                goesOn = failure == null && !unconfirmed.values().stream().allMatch(next::has);
            }
            if (failure == null && (!done || goesOn)) {
                // another instance wrote meanwhile, or this one has announced more
                readBoard();
            }
        });
    }
}
