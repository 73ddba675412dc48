package dev.weir.store.memory;

import dev.weir.Source;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.core.Verdict;
import java.util.List;
import java.util.OptionalLong;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.LongGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * However threads take turns, a {@link Lease} says what it would say to one after the other: so no permit is taken
 * twice, and what it gives back nobody has taken or can still take.
 */
@Param(name = "permits", gen = LongGen.class, conf = "1:3")
@Param(name = "late", gen = BooleanGen.class)
public class LeaseModelTest {

    private static final long GRANTED = 5;
    private static final long LAST_MILLIS = 1_000;

    private final Lease lease = new Lease(
            Policy.of("tested", Algorithm.SLIDING_WINDOW, List.of()),
            7,
            GRANTED,
            0,
            new Verdict(true, false, LAST_MILLIS, OptionalLong.of(0), List.of()),
            Source.CLUSTER);

    @Operation
    public boolean take(@Param(name = "permits") long permits, @Param(name = "late") boolean late) {
        return lease.take(new UncountedKey(), permits, millis(late)) != null;
    }

    @Operation
    public boolean look(@Param(name = "permits") long permits, @Param(name = "late") boolean late) {
        return lease.peek(permits, millis(late)) != null;
    }

    @Operation
    public long end() {
        return lease.end().get(0).unused();
    }

    private static long millis(boolean late) {
        return late ? LAST_MILLIS + 1 : LAST_MILLIS;
    }

    @Test
    void lease_anyInterleavingOfThreads_isAsOneAfterTheOther() {
        new ModelCheckingOptions()
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(3)
                .actorsAfter(1)
                .iterations(20)
                .invocationsPerIteration(1_000)
                .sequentialSpecification(Naive.class)
                .check(LeaseModelTest.class);
    }

    /** What a lease promises, to one thread. */
    public static final class Naive {

        private long left = GRANTED;

        public boolean take(long permits, boolean late) {
            boolean taken = look(permits, late);
            left -= taken ? permits : 0;
            return taken;
        }

        public boolean look(long permits, boolean late) {
            return !late && permits <= left;
        }

        public long end() {
            long unused = left;
            left = 0;
            return unused;
        }
    }
}
