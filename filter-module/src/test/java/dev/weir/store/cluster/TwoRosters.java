package dev.weir.store.cluster;

import dev.weir.Key;
import dev.weir.MutableClock;
import dev.weir.core.Fallback;
import dev.weir.store.CounterId;
import dev.weir.store.Roster;
import dev.weir.store.Rosters.Answer;
import dev.weir.store.RostersContract;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;

/** Two instances that share the roster of one tenant. */
final class TwoRosters {

    static final CounterId ACME = new CounterId(StoreFixtures.policy("100/1h"), Key.tenant("acme"));
    static final String NAME = "20413|tested|acme";

    final FakeGrid grid;
    final Instance first;
    final Instance second;
    private final MutableClock clock;

    TwoRosters(MutableClock clock) {
        this.clock = clock;
        this.grid = new FakeGrid(clock);
        this.first = new Instance(grid);
        this.second = new Instance(grid);
    }

    static final class Instance {

        final FakeGrid own;
        final ClusterStore store;

        private Instance(FakeGrid grid) {
            this.own = new FakeGrid(grid);
            this.store = StoreFixtures.store(own);
        }

        Answer enter(int number, int most) {
            return enter(ACME, number, most);
        }

        Answer enter(CounterId id, int number, int most) {
            return store.rosters().enter(id, RostersContract.entry(number), most, StoreFixtures.noBudget());
        }
    }

    static CounterId under(Fallback fallback) {
        return new CounterId(StoreFixtures.policy("100/1h", fallback), Key.tenant("acme"));
    }

    void tick() {
        clock.advance(Duration.ofSeconds(1));
        first.store.tick();
        second.store.tick();
    }

    Roster held() {
        return Roster.read(grid.entries.get(NAME)).orElseThrow();
    }
}
