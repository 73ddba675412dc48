package dev.weir.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.MapSource;
import dev.weir.engine.PreparedPolicies;
import dev.weir.store.CounterId;
import dev.weir.store.Rosters;
import dev.weir.store.Slots;
import dev.weir.store.WaitBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoliciesTest {

    private final List<String> prepared = new ArrayList<>();
    private final PreparedPolicies store = new PreparedPolicies(policy -> prepared.add(policy.name()));
    private final Rosters rosters = new Rosters() {

        @Override
        public Answer look(CounterId id, String entry, int most) {
            return Answer.UNKNOWN;
        }

        @Override
        public Answer enter(CounterId id, String entry, int most, WaitBudget budget) {
            return Answer.UNKNOWN;
        }

        @Override
        public long millisToEndOfDay() {
            return 1;
        }

        @Override
        public void prepare() {
            prepared.add("rosters");
        }
    };

    private final Slots slots = new Slots() {

        @Override
        public Result take(CounterId id, int most, WaitBudget budget) {
            return new Unavailable();
        }

        @Override
        public boolean isFull(CounterId id, int most) {
            return false;
        }

        @Override
        public int held(CounterId id) {
            return 0;
        }

        @Override
        public void prepare() {
            prepared.add("slots");
        }
    };

    @Test
    void prepareIn_noLimiterInjected_isForTheConfiguredPoliciesAlone() {
        policies(false).prepareIn(OpenedStores.of(store, rosters, slots));
        assertThat(prepared).containsExactly("api");
    }

    @Test
    void prepareIn_limiterInjected_isForCallsToo() {
        policies(true).prepareIn(OpenedStores.of(store, rosters, slots));
        assertThat(prepared).contains("api", "allow-1-3600000ms", "allow-1-31622400000ms");
        assertThat(prepared).hasSize(6);
    }

    @Test
    void prepareIn_policyWithConcurrency_preparesSlots() {
        policies(false).prepareIn(OpenedStores.of(store, rosters, slots));
        assertThat(prepared).doesNotContain("slots");
        policies(false, "policy.api.concurrency", "3").prepareIn(OpenedStores.of(store, rosters, slots));
        assertThat(prepared).contains("slots");
    }

    @Test
    void prepareIn_policyWithMembers_preparesRosters() {
        policies(false).prepareIn(OpenedStores.of(store, rosters, slots));
        assertThat(prepared).doesNotContain("rosters");
        policies(
                        false,
                        "tenant.from",
                        "host",
                        "tiers",
                        "free",
                        "policy.api.scope",
                        "tenant",
                        "policy.api.tier.free.members",
                        "10")
                .prepareIn(OpenedStores.of(store, rosters, slots));
        assertThat(prepared).contains("rosters");
    }

    private static Policies policies(boolean injectsLimiter, String... more) {
        Bootstrap bootstrap =
                new Bootstrap(new PlainResolvers(), Map.of(), Set.of(), Set.of(), injectsLimiter, event -> {});
        List<String> properties = new ArrayList<>(List.of("policies", "api", "policy.api.limit", "5/1m"));
        properties.addAll(List.of(more));
        return new Policies(MapSource.of(properties.toArray(String[]::new)), List.of(), bootstrap, List.of());
    }
}
