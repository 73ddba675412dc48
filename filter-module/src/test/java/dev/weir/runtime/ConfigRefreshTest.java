package dev.weir.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ListLogger;
import dev.weir.config.MapSource;
import dev.weir.config.PolicySettings;
import dev.weir.config.Property;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A changed configuration takes effect as a whole, or not at all. */
class ConfigRefreshTest {

    private final MapSource source = MapSource.of(
            "policies",
            "api,export",
            "policy.api.limit",
            "5/1m",
            "policy.export.limit",
            "7/1m",
            "store.timeout",
            "50ms");
    private final Policies policies = new Policies(source, List.of(), Bootstrap.plain());
    private final ListLogger log = new ListLogger();
    private final ConfigRefresh refresh = new ConfigRefresh(policies, log);

    private void set(String name, String value) {
        source.values().put(Property.PREFIX + name, value);
    }

    private String limit(String policy) {
        return policies.find(policy)
                .map(PolicySettings::policy)
                .orElseThrow()
                .limits()
                .toString();
    }

    @Test
    void refresh_nothingChanged_doesNothing() {
        Object before = policies.settings();
        refresh.refresh();
        assertThat(policies.settings()).isSameAs(before);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void refresh_changedLimit_isUsedAndNamed() {
        set("policy.api.limit", "9/1m");
        refresh.refresh();
        assertThat(limit("api")).isEqualTo("[9/1m]");
        assertThat(limit("export")).isEqualTo("[7/1m]");
        assertThat(log.lines()).containsExactly("INFO the configuration has changed: ratelimit.policy.api.limit");
    }

    @Test
    void refresh_removedKey_isItsDefaultAgain() {
        set("policy.api.block", "5m");
        refresh.refresh();
        assertThat(policies.find("api").orElseThrow().policy().block().millis()).isEqualTo(300_000);
        source.values().remove("ratelimit.policy.api.block");
        refresh.refresh();
        assertThat(policies.find("api").orElseThrow().policy().block().isNone()).isTrue();
    }

    @Test
    void refresh_wrongValue_changesNothingAndIsLoggedOnce() {
        set("policy.api.limit", "-9/1m");
        set("policy.export.limit", "8/1m");
        refresh.refresh();
        refresh.refresh();
        assertThat(limit("api")).isEqualTo("[5/1m]");
        assertThat(limit("export")).as("of the same change").isEqualTo("[7/1m]");
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARNING the configuration has changed, and nothing of that is used:")
                .contains("ratelimit.policy.api.limit: permits must be >= 0, was \"-9/1m\"");
        set("policy.api.limit", "9/1m");
        refresh.refresh();
        assertThat(limit("api")).isEqualTo("[9/1m]");
        assertThat(limit("export")).as("what was wrong only beside it").isEqualTo("[8/1m]");
    }

    @Test
    void refresh_whatCannotChange_staysAndIsNamedOnce() {
        Object before = policies.settings().store();
        set("store.timeout", "20ms");
        set("policies", "api,export,more");
        set("policy.more.limit", "1/1m");
        refresh.refresh();
        refresh.refresh();
        assertThat(policies.settings().store()).isEqualTo(before);
        assertThat(policies.find("more")).isEmpty();
        assertThat(log.lines())
                .containsExactly("WARNING the configuration has changed, but not before the next start:"
                        + " ratelimit.policies, ratelimit.store.timeout");
    }

    @Test
    void refresh_exemptionsAndDeniedAddresses_areUsed() {
        set("exempt.addresses", "203.0.113.0/24");
        set("deny.addresses", "198.51.100.0/24");
        refresh.refresh();
        assertThat(policies.settings().exemptions().addresses().isEmpty()).isFalse();
        assertThat(policies.settings().deniedAddresses().isEmpty()).isFalse();
    }
}
