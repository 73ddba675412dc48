package dev.weir.store.gate;

import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.memory.LeaseSizing;
import java.time.InstantSource;

/** The surroundings of a gate that has its cluster to itself. */
final class GateFixtures {

    static final int HOLDER = 7;

    private GateFixtures() {}

    static GateContext context(FakeGrid grid, InstantSource clock, LeaseSizing leases, PendingSettlements pending) {
        return new GateContext(
                grid,
                clock,
                leases,
                pending,
                new ClusterHistory(clock),
                HOLDER,
                new NoNotices(clock),
                new ReadFirst(),
                gate -> true,
                StoreFixtures::text,
                (id, state, held) -> {});
    }

    /** No other instance hears of anything, and all is known. */
    private record NoNotices(InstantSource clock) implements Notices {

        @Override
        public long newsMillis() {
            return clock.millis();
        }

        @Override
        public boolean isAwake(long nowMillis) {
            return true;
        }

        @Override
        public boolean recall(Gate gate, String text, int holders) {
            return false;
        }

        @Override
        public void wasReset(String text) {
            // there is no other instance
        }

        @Override
        public void blocked(String text) {
            // there is no other instance
        }

        @Override
        public void unblocked(String text) {
            // there is no other instance
        }

        @Override
        public void released(String text) {
            // there is no other instance
        }

        @Override
        public void returned(String text) {
            // there is no other instance
        }
    }
}
