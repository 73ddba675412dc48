package dev.weir.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import dev.weir.config.MapSource;
import dev.weir.config.Settings;
import dev.weir.engine.PreparedPolicies;
import dev.weir.spi.ModuleConfiguration;
import dev.weir.spi.ModuleHost;
import dev.weir.spi.NamedProperties;
import dev.weir.spi.WeirModule;
import dev.weir.store.CounterId;
import dev.weir.store.Rosters;
import dev.weir.store.Slots;
import dev.weir.store.WaitBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
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

    /** Has those policies counted exactly that it has learnt of. */
    private record PacingModule(Set<String> used) implements WeirModule {

        @Override
        public String name() {
            return "paced";
        }

        @Override
        public Set<String> properties(Set<String> policies, NamedProperties named) {
            return Set.of();
        }

        @Override
        public void configure(ModuleConfiguration configuration) {
            used.stream()
                    .filter(configuration.policies()::contains)
                    .forEach(each -> configuration.pace(each, 50, Duration.ZERO));
        }

        @Override
        public AutoCloseable start(ModuleHost host) {
            return () -> {};
        }
    }

    private static Limit limit(Policies policies, String name) {
        return policies.find(name).orElseThrow().policy().limits().get(0);
    }

    @Test
    void readAgain_policyOfAModule_leavesOtherEditsForTheirTime() {
        MapSource source = MapSource.of(
                "policies", "api,kis", "policy.api.limit", "5/1m", "policy.kis.limit", "20/1s", "exempt.paths", "/a");
        Set<String> used = new HashSet<>();
        Policies policies = new Policies(source, List.of(), Bootstrap.plain(), List.of(new PacingModule(used)));
        Settings before = policies.settings();
        source.values().put("ratelimit.policy.api.limit", "9/1m");
        source.values().put("ratelimit.policies", "api,kis,more");
        source.values().put("ratelimit.policy.more.limit", "1/1s");
        source.values().put("ratelimit.exempt.paths", "no path");
        used.add("kis");
        policies.readAgain("kis");
        assertThat(limit(policies, "kis").permits()).isEqualTo(10);
        assertThat(limit(policies, "api")).isEqualTo(limit(5));
        assertThat(policies.settings().policies()).containsOnlyKeys("api", "kis");
        assertThat(policies.settings().exemptions()).isEqualTo(before.exemptions());
        policies.readAgain("more");
        assertThat(policies.find("more")).isEmpty();
    }

    @Test
    void readAgain_afterARefresh_keepsWhatThatHasChanged() {
        MapSource source = MapSource.of("policies", "api,kis", "policy.api.limit", "5/1m", "policy.kis.limit", "20/1s");
        Set<String> used = new HashSet<>();
        Policies policies = new Policies(source, List.of(), Bootstrap.plain(), List.of(new PacingModule(used)));
        source.values().put("ratelimit.policy.api.limit", "9/1m");
        source.values().put("ratelimit.policy.kis.limit", "30/1s");
        var unused = policies.refresh();
        used.add("kis");
        policies.readAgain("kis");
        assertThat(limit(policies, "api")).isEqualTo(limit(9));
        assertThat(limit(policies, "kis").permits()).isEqualTo(15);
    }

    private static Limit limit(long permits) {
        return new Limit(permits, Duration.ofMinutes(1));
    }

    private static Policies policies(boolean injectsLimiter, String... more) {
        Bootstrap bootstrap =
                new Bootstrap(new PlainResolvers(), Map.of(), Set.of(), Set.of(), injectsLimiter, event -> {});
        List<String> properties = new ArrayList<>(List.of("policies", "api", "policy.api.limit", "5/1m"));
        properties.addAll(List.of(more));
        return new Policies(MapSource.of(properties.toArray(String[]::new)), List.of(), bootstrap, List.of());
    }
}
