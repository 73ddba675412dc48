package dev.weir.store.simulation;

import dev.weir.Key;
import dev.weir.core.Algorithm;
import dev.weir.store.CounterId;
import java.util.Optional;

/** A demand that lasts, for a key of its own, in a {@link Simulation} that nothing disturbs. */
final class Endurance {

    private static final long MOST_PERMITS = 300;
    private static final long SHORTEST_WINDOW_MILLIS = 1_000;
    private static final long LONGEST_WINDOW_MILLIS = 3_600_000;
    private static final int WINDOWS = 3;
    private static final long LARGEST_UNLENT = 32;
    private static final long UNDER_WAY_MILLIS = 30;

    private final Simulation run;

    Endurance(Simulation run) {
        this.run = run;
    }

    /** While more is asked for than there is, nearly all of it is handed out. */
    Optional<String> problem() {
        boolean fits = run.scenario.isUndisturbed()
                && run.policy.limits().size() == 1
                && run.policy.block().isNone()
                && run.limit.permits() <= MOST_PERMITS
                && run.limit.burst() <= 2 * run.limit.permits()
                && run.limit.windowMillis() >= SHORTEST_WINDOW_MILLIS
                && run.limit.windowMillis() <= LONGEST_WINDOW_MILLIS
                && run.random.nextInt(3) == 0;
        if (!fits) {
            return Optional.empty();
        }
        CounterId id = new CounterId(run.policy, Key.of("endurance"));
        long window = run.limit.windowMillis();
        long gap = Math.max(1, window / Math.max(128, 2 * run.limit.permits()));
        run.time.pass(window - Math.floorMod(run.time.millis(), window));
        long start = run.time.millis();
        long end = start + WINDOWS * periodMillis(gap);
        for (int i = 0; run.time.millis() < end; i++) {
            run.acquire(run.nodes.get(i % run.nodes.size()), id, 1);
            run.time.pass(gap);
        }
        long used = run.logs.get(id).takenBetween(0, end);
        long possible = WINDOWS * run.limit.permits();
        // of a small limit nothing is lent, of a large one not all is used
        long least = run.limit.permits() <= LARGEST_UNLENT ? possible - 1 : possible * 97 / 100;
        return used < least
                ? Optional.of("endurance: " + used + " permits were handed out in " + (end - start)
                        + " ms with more than enough demand, expected were " + least)
                : Optional.empty();
    }

    /** After so long all permits of a limit are there again, and are asked for: slices come back late, leases later. */
    private long periodMillis(long gapMillis) {
        long window = run.limit.windowMillis();
        boolean slices = run.policy.algorithm() == Algorithm.SLIDING_WINDOW;
        long late = run.limit.permits() <= LARGEST_UNLENT ? window / 32 : window / 16;
        return window + (slices ? late + gapMillis * run.nodes.size() + UNDER_WAY_MILLIS : 0);
    }
}
