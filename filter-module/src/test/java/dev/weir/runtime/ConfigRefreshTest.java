package dev.weir.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ListLogger;
import dev.weir.MutableClock;
import dev.weir.config.MapSource;
import dev.weir.config.PolicySettings;
import dev.weir.config.Property;
import dev.weir.config.source.PropertySource;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.memory.LocalRosters;
import dev.weir.store.memory.LocalSlots;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each policy of a changed configuration takes effect as a whole, or not at all. */
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
    private final Policies policies = new Policies(source, List.of(), Bootstrap.plain(), List.of());
    private final MutableClock clock = new MutableClock();
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
    void refresh_valueThatCannotBeRead_keepsThatPolicyAndIsReadAgain() {
        Set<String> unreadable = new HashSet<>();
        Policies read = new Policies(failingAt(unreadable), List.of(), Bootstrap.plain(), List.of());
        ConfigRefresh refreshing = new ConfigRefresh(read, log);
        unreadable.add("ratelimit.policy.api.limit");
        set("policy.export.limit", "8/1m");
        refreshing.refresh();
        refreshing.refresh();
        assertThat(read.find("api").orElseThrow().policy().limits()).hasToString("[5/1m]");
        assertThat(read.find("export").orElseThrow().policy().limits()).hasToString("[8/1m]");
        assertThat(log.lines())
                .containsExactly(
                        "WARNING the configuration has changed and has 1 problem(s), so nothing is used of api:\n"
                                + "  ratelimit.policy.api.limit: cannot be read: no answer",
                        "INFO the configuration has changed: ratelimit.policy.export.limit");
        unreadable.clear();
        set("policy.api.limit", "9/1m");
        refreshing.refresh();
        assertThat(read.find("api").orElseThrow().policy().limits()).hasToString("[9/1m]");
    }

    @Test
    void refresh_namesThatCannotBeListedForAMoment_areReadAgainAlthoughNoValueChanges() {
        Set<String> unreadable = new HashSet<>();
        Policies read = new Policies(failingAt(unreadable), List.of(), Bootstrap.plain(), List.of());
        ConfigRefresh refreshing = new ConfigRefresh(read, log);
        unreadable.add("names");
        set("policy.api.limit", "9/1m");
        refreshing.refresh();
        refreshing.refresh();
        assertThat(log.lines()).hasSize(1);
        unreadable.clear();
        refreshing.refresh();
        assertThat(read.find("api").orElseThrow().policy().limits()).hasToString("[9/1m]");
    }

    private PropertySource failingAt(Set<String> unreadable) {
        return new PropertySource() {
            @Override
            public Optional<String> get(String name) {
                require(name);
                return source.get(name);
            }

            @Override
            public Set<String> names() {
                require("names");
                return source.names();
            }

            private void require(String what) {
                if (unreadable.contains(what)) {
                    throw new IllegalStateException("no answer");
                }
            }
        };
    }

    @Test
    void tryRefresh_storeThatFails_isLoggedOnceAndTriedAgain() {
        boolean[] failing = {false};
        InvocationHandler store = (proxy, method, arguments) -> {
            if (failing[0] && method.getName().equals("prepare")) {
                throw new IllegalStateException("no grid");
            }
            return method.getName().equals("goesOn") ? true : null;
        };
        policies.prepareIn(opened((CounterStore) Proxy.newProxyInstance(
                CounterStore.class.getClassLoader(), new Class<?>[] {CounterStore.class}, store)));
        failing[0] = true;
        set("policy.api.limit", "9/1m");
        refresh.tryRefresh();
        refresh.tryRefresh();
        assertThat(log.lines()).containsExactly("WARNING cannot read the configuration again");
        failing[0] = false;
        refresh.tryRefresh();
        assertThat(limit("api")).isEqualTo("[9/1m]");
        assertThat(log.lines()).last().isEqualTo("INFO the configuration has changed: ratelimit.policy.api.limit");
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
    void refresh_wrongValueOfAPolicy_keepsThatPolicyWholeAndUsesTheOthers() {
        set("policy.api.limit", "-9/1m");
        set("policy.api.block", "5m");
        set("policy.export.limit", "8/1m");
        set("exempt.addresses", "203.0.113.0/24");
        refresh.refresh();
        refresh.refresh();
        assertThat(limit("api")).isEqualTo("[5/1m]");
        assertThat(policies.find("api").orElseThrow().policy().block().isNone())
                .as("right, beside the wrong value")
                .isTrue();
        assertThat(limit("export")).isEqualTo("[8/1m]");
        assertThat(policies.settings().exemptions().addresses().isEmpty()).isFalse();
        assertThat(log.lines())
                .containsExactly(
                        "WARNING the configuration has changed and has 1 problem(s), so nothing is used of api:\n"
                                + "  ratelimit.policy.api.limit: permits must be >= 0, was \"-9/1m\"",
                        "INFO the configuration has changed:"
                                + " ratelimit.exempt.addresses, ratelimit.policy.export.limit");
    }

    @Test
    void refresh_wrongValueThatStays_isLoggedOnceWhateverElseChanges() {
        set("policy.api.mode", "enforced");
        set("policy.api.limit", "9/1m");
        refresh.refresh();
        set("policy.export.limit", "8/1m");
        refresh.refresh();
        assertThat(limit("api")).isEqualTo("[5/1m]");
        assertThat(limit("export")).isEqualTo("[8/1m]");
        assertThat(log.lines()).filteredOn(line -> line.contains("problem")).hasSize(1);
        set("policy.api.mode", "enforce");
        refresh.refresh();
        set("policy.api.mode", "enforced");
        refresh.refresh();
        assertThat(log.lines())
                .as("wrong again after it was right")
                .filteredOn(line -> line.contains("problem"))
                .hasSize(2);
    }

    @Test
    void refresh_wrongValueThatIsPutRight_isUsedAndNamed() {
        set("policy.api.limit", "-9/1m");
        set("policy.api.block", "5m");
        refresh.refresh();
        set("policy.api.limit", "9/1m");
        refresh.refresh();
        assertThat(limit("api")).isEqualTo("[9/1m]");
        assertThat(policies.find("api").orElseThrow().policy().block().millis()).isEqualTo(300_000);
        assertThat(log.lines())
                .last()
                .isEqualTo("INFO the configuration has changed:"
                        + " ratelimit.policy.api.block, ratelimit.policy.api.limit");
    }

    @Test
    void refresh_wrongValueOfNoPolicy_changesNothing() {
        set("exempt.addresses", "203.0.113.0/99");
        set("policy.api.limit", "9/1m");
        set("policy.export.limit", "-8/1m");
        set("store.timeout", "20ms");
        refresh.refresh();
        assertThat(limit("api")).isEqualTo("[5/1m]");
        assertThat(limit("export")).isEqualTo("[7/1m]");
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARNING the configuration has changed and has 2 problem(s), so nothing is used of it:\n")
                .contains("  ratelimit.exempt.addresses: ")
                .contains("  ratelimit.policy.export.limit: permits must be >= 0, was \"-8/1m\"");
        source.values().remove("ratelimit.exempt.addresses");
        set("policy.export.limit", "8/1m");
        refresh.refresh();
        assertThat(limit("api")).isEqualTo("[9/1m]");
        assertThat(limit("export")).isEqualTo("[8/1m]");
        assertThat(log.lines())
                .as("what was not used then")
                .endsWith(
                        "INFO the configuration has changed: ratelimit.policy.api.limit, ratelimit.policy.export.limit",
                        "WARNING the configuration has changed, but not before the next start: ratelimit.store.timeout");
    }

    @Test
    void refresh_wrongNameInTheListOfPolicies_changesNothing() {
        set("policies", "api,export,More");
        set("policy.api.limit", "9/1m");
        refresh.refresh();
        assertThat(limit("api")).isEqualTo("[5/1m]");
        assertThat(log.lines()).singleElement().asString().contains("ratelimit.policies: a name must match");
    }

    @Test
    void refresh_policyThatTheStartDidNotKnowIsWrong_usesTheOthers() {
        set("policies", "api,export,more");
        set("policy.more.limit", "1/1x");
        set("policy.api.limit", "9/1m");
        refresh.refresh();
        assertThat(limit("api")).isEqualTo("[9/1m]");
        assertThat(policies.find("more")).isEmpty();
        assertThat(log.lines())
                .element(0)
                .asString()
                .contains("nothing is used of more:\n  ratelimit.policy.more.limit: ");
    }

    @Test
    void refresh_misspeltNameOfAPolicy_keepsThatPolicy() {
        set("policy.api.limitt", "9/1m");
        set("policy.api.limit", "6/1m");
        set("policy.export.limit", "8/1m");
        refresh.refresh();
        assertThat(limit("api")).isEqualTo("[5/1m]");
        assertThat(limit("export")).isEqualTo("[8/1m]");
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
    void refresh_windowForWhichCountersAreNotKept_keepsThePolicyAndSaysWhy() {
        policies.prepareIn(opened(StoreFixtures.store(new FakeGrid(clock))));
        set("policy.api.limit", "5/1d");
        set("policy.export.limit", "8/1m");
        refresh.refresh();
        assertThat(limit("api")).isEqualTo("[5/1m]");
        assertThat(limit("export")).isEqualTo("[8/1m]");
        assertThat(log.lines())
                .anyMatch(line -> line.startsWith("WARNING")
                        && line.contains("ratelimit.policy.api.limit: counters are kept as long as the windows"));
    }

    @Test
    void refresh_zoneAndTiers_changeNoPolicyBeforeTheNextStart() {
        set("policy.api.limit", "5/calendar-day");
        refresh.refresh();
        set("zone", "Asia/Tokyo");
        set("tiers", "gold");
        set("policy.api.tier.gold.limit", "50/calendar-day");
        set("policy.export.limit", "8/1m");
        refresh.refresh();
        PolicySettings api = policies.find("api").orElseThrow();
        assertThat(api.tiers()).isEmpty();
        assertThat(api.policy().limits().get(0).calendar().orElseThrow().zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(limit("export")).isEqualTo("[8/1m]");
        assertThat(log.lines())
                .contains("WARNING the configuration has changed, but not before the next start: ratelimit.tiers,"
                        + " ratelimit.zone");
    }

    @Test
    void refresh_exemptionsAndDeniedAddresses_areUsed() {
        set("exempt.addresses", "203.0.113.0/24");
        set("deny.addresses", "198.51.100.0/24");
        refresh.refresh();
        assertThat(policies.settings().exemptions().addresses().isEmpty()).isFalse();
        assertThat(policies.settings().deniedAddresses().isEmpty()).isFalse();
    }

    private Stores.Opened opened(CounterStore store) {
        return OpenedStores.of(store, new LocalRosters(clock, 100), new LocalSlots(clock, 100));
    }
}
