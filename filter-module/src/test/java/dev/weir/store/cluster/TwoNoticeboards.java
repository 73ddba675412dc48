package dev.weir.store.cluster;

import dev.weir.ListLogger;
import dev.weir.MutableClock;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.gate.PendingSettlements;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.grid.FakeNoticeboard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two instances that share a noticeboard. */
final class TwoNoticeboards {

    static final String ENTRY = "board";

    final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    final FakeNoticeboard shared = grid.board;
    final Instance first = new Instance(1);
    final Instance second = new Instance(2);

    /** One instance; what it heard of is counted. */
    final class Instance {

        final FakeGrid own = new FakeGrid(grid);
        final ListLogger log = new ListLogger();
        final Noticeboard board;
        /** The names of texts that were changed. */
        final List<String> changed = new ArrayList<>();

        /** The texts of counters that were changed. */
        final List<String> counters = new ArrayList<>();

        int heard;

        private Instance(int holder) {
            Announced announced =
                    new Announced(gates -> heard++, new PendingSettlements(clock), counters::add, changed::add);
            Recalls recalls = new Recalls(own, (millis, task) -> {}, 50);
            board = new Noticeboard(own, holder, announced, recalls, new OncePerMinuteLog(log, clock));
            own.onHint(board::heard);
        }
    }

    /** A second passes. */
    void tick() {
        first.board.tick();
        second.board.tick();
        clock.advance(Duration.ofSeconds(1));
    }

    Board board() {
        return Board.decode(shared.entries.get(ENTRY)).orElseThrow();
    }
}
