package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TierReaderTest {

    /** Three tiers and a policy without a match, then what a test adds. */
    private static MapSource with(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "tiers", "free, basic,premium",
                "policies", "api",
                "policy.api.limit", "60/1m"));
        all.addAll(List.of(more));
        return MapSource.of(all.toArray(String[]::new));
    }

    @Test
    void read_noTiers_isNone() {
        assertThat(MapSource.of().read().tiers()).isEqualTo(Settings.Tiers.NONE);
        assertThat(MapSource.of().policy("user").tiers()).isEmpty();
        assertThat(with().policy("api").tiers()).as("without limits of its own").isEmpty();
    }

    @Test
    void read_tiers_areWhatTheySay() {
        Settings.Tiers tiers =
                with("tier.basic.roles", "customer, partner").read().tiers();
        assertThat(tiers.names()).containsExactly("free", "basic", "premium");
        assertThat(tiers.defaultTier()).isEqualTo("free");
        assertThat(tiers.roles()).containsOnlyKeys("basic");
        assertThat(tiers.roles().get("basic")).containsExactly("customer", "partner");
        assertThat(with("tier.default", "basic").read().tiers().defaultTier()).isEqualTo("basic");
    }

    @Test
    void read_limitsOfTiers_areTheirsElseThePolicys() {
        PolicySettings policy = with(
                        "policy.api.tier.basic.limit", "120/1m,3000/1h",
                        "policy.api.tier.premium.limit", "unlimited")
                .policy("api");
        assertThat(policy.tiers()).containsOnlyKeys("free", "basic", "premium");
        assertThat(policy.tiers().get("free").limits()).hasToString("[60/1m]");
        assertThat(policy.tiers().get("basic").limits()).hasToString("[120/1m, 3000/1h]");
        assertThat(policy.tiers().get("premium").limits()).isEmpty();
        assertThat(policy.policy().limits()).hasToString("[60/1m]");
        assertThat(policy.isLimited()).isTrue();
    }

    @Test
    void read_tiersOfOnePolicy_areKeptEquallyLong() {
        PolicySettings policy = with(
                        "policy.api.tier.premium.limit", "unlimited", "policy.api.tier.basic.limit", "9/7d")
                .policy("api");
        assertThat(policy.tiers().values())
                .extracting(tier -> tier.recoveryMillis())
                .containsOnly(policy.policy().recoveryMillis());
    }

    @Test
    void read_namesOfTiersThatDoNotExist_areProblems() {
        assertThat(with(
                                "tier.premum.roles", "sponsor",
                                "tier.default", "fre",
                                "policy.api.tier.gold.limit", "1/1m",
                                "policy.api.tier.basik.limit", "1/1m")
                        .problems())
                .containsExactlyInAnyOrder(
                        "ratelimit.tier.premum.roles: there is no tier \"premum\" in ratelimit.tiers"
                                + " (did you mean \"premium\"?), was \"sponsor\"",
                        "ratelimit.tier.default: is none of ratelimit.tiers (did you mean \"free\"?), was \"fre\"",
                        "ratelimit.policy.api.tier.gold.limit: there is no tier \"gold\" in ratelimit.tiers, was \"1/1m\"",
                        "ratelimit.policy.api.tier.basik.limit: there is no tier \"basik\" in ratelimit.tiers"
                                + " (did you mean \"basic\"?), was \"1/1m\"");
    }

    @Test
    void read_defaultWithoutTiers_isAProblem() {
        assertThat(MapSource.of("tier.default", "free").problems())
                .containsExactly("ratelimit.tier.default: is none of ratelimit.tiers, was \"free\"");
    }

    @Test
    void read_wrongValues_areProblemsTogether() {
        assertThat(MapSource.of(
                                "tiers", "free,Basic",
                                "policies", "api",
                                "policy.api.limit", "-1/1m",
                                "policy.api.tier.free.limit", "1/1x")
                        .problems())
                .containsExactlyInAnyOrder(
                        "ratelimit.tiers: a name must match [a-z][a-z0-9-]{0,62}, was \"Basic\"",
                        "ratelimit.policy.api.limit: permits must be >= 0, was \"-1/1m\"",
                        "ratelimit.policy.api.tier.free.limit: unknown unit, was \"1/1x\"");
    }

    @Test
    void read_bucketOfCallersOnSeveralTiers_isAProblem() {
        String[] bucket = {
            "tenant.from", "host",
            "tier.premium.roles", "sponsor",
            "policy.api.algorithm", "token-bucket",
            "policy.api.tier.premium.limit", "600/1m",
            "policy.api.scope", "tenant"
        };
        assertThat(with(bucket).problems())
                .containsExactly("ratelimit.policy.api.algorithm: callers of one key can be on several tiers by"
                        + " ratelimit.tier.premium.roles, which only windows can count, was \"token-bucket\"");
        bucket[bucket.length - 1] = "user";
        assertThat(with(bucket).problems()).isEmpty();
        bucket[bucket.length - 1] = "tenant";
        bucket[5] = "sliding-window";
        assertThat(with(bucket).problems()).isEmpty();
    }

    /** The same with a policy of tenants, then what a test adds. */
    private static MapSource ofTenants(String... more) {
        List<String> all = new ArrayList<>(List.of("tenant.from", "host", "policy.api.scope", "tenant"));
        all.addAll(List.of(more));
        return with(all.toArray(String[]::new));
    }

    @Test
    void read_membersOfTiers_areWhatTheySay() {
        PolicySettings policy = ofTenants(
                        "policy.api.tier.free.members", "1",
                        "policy.api.tier.basic.members", "1000",
                        "policy.api.tier.premium.members", "unlimited")
                .policy("api");
        assertThat(policy.membersOn("free")).contains(1);
        assertThat(policy.membersOn("basic")).contains(1_000);
        assertThat(policy.membersOn("premium")).isEmpty();
        assertThat(policy.hasTiers()).isTrue();
        assertThat(policy.onTier("basic")).isEqualTo(policy.policy());
        assertThat(with().policy("api").hasTiers()).isFalse();
    }

    @Test
    void read_membersOfAPolicyWithoutLimits_areALimit() {
        assertThat(ofTenants("policy.api.limit", "unlimited", "policy.api.tier.free.members", "10")
                        .policy("api")
                        .isLimited())
                .isTrue();
    }

    @Test
    void read_wrongMembers_areProblemsTogether() {
        assertThat(ofTenants(
                                "policy.api.tier.free.members", "1001",
                                "policy.api.tier.basic.members", "0",
                                "policy.api.tier.premium.members", "ten",
                                "policy.api.tier.gold.members", "10",
                                "policy.user.tier.free.members", "10",
                                "policies", "api,user")
                        .problems())
                .containsExactlyInAnyOrder(
                        "ratelimit.policy.api.tier.free.members: must be a whole number from 1 to 1000, or unlimited,"
                                + " was \"1001\"",
                        "ratelimit.policy.api.tier.basic.members: must be a whole number from 1 to 1000, or unlimited,"
                                + " was \"0\"",
                        "ratelimit.policy.api.tier.premium.members: must be a whole number from 1 to 1000, or"
                                + " unlimited, was \"ten\"",
                        "ratelimit.policy.api.tier.gold.members: there is no tier \"gold\" in ratelimit.tiers,"
                                + " was \"10\"",
                        "ratelimit.policy.user.tier.free.members: only a policy of scope tenant has members,"
                                + " was \"10\"");
    }

    @Test
    void read_membersWithoutARuleForTenants_areNoFurtherProblem() {
        assertThat(with("policy.api.scope", "tenant", "policy.api.tier.free.members", "10")
                        .problems())
                .containsExactly(
                        "ratelimit.policy.api.scope: scope tenant needs ratelimit.tenant.from, was \"tenant\"");
    }

    @Test
    void read_membersWhoseRefusalsHaveTheNameOfAPolicy_areAProblem() {
        String[] both = {
            "policies", "api,api-members",
            "policy.api-members.limit", "1/1m",
            "policy.api.tier.free.members", "10"
        };
        assertThat(ofTenants(both).problems())
                .containsExactly("ratelimit.policy.api.tier.free.members: what it refuses would have the name of policy"
                        + " \"api-members\", was \"10\"");
    }

    @Test
    void read_limitOfATier_isAnOverrideOfTheBuiltInPolicy() {
        assertThat(MapSource.of("tiers", "free,premium", "policy.user.tier.premium.limit", "9/1m")
                        .policy("user")
                        .configured())
                .isTrue();
    }
}
