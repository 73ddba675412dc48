package dev.weir.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.MapSource;
import dev.weir.engine.PreparedPolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoliciesTest {

    private final List<String> prepared = new ArrayList<>();
    private final PreparedPolicies store = new PreparedPolicies(policy -> prepared.add(policy.name()));

    @Test
    void prepareIn_noLimiterInjected_isForTheConfiguredPoliciesAlone() {
        policies(false).prepareIn(store);
        assertThat(prepared).containsExactly("api");
    }

    @Test
    void prepareIn_limiterInjected_isForCallsToo() {
        policies(true).prepareIn(store);
        assertThat(prepared).contains("api", "allow-1-3600000ms", "allow-1-31622400000ms");
        assertThat(prepared).hasSize(6);
    }

    private static Policies policies(boolean injectsLimiter) {
        Bootstrap bootstrap = new Bootstrap(new PlainResolvers(), Map.of(), Set.of(), Set.of(), injectsLimiter);
        return new Policies(MapSource.of("policies", "api", "policy.api.limit", "5/1m"), List.of(), bootstrap);
    }
}
