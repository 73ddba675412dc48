package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.TierResolver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who has which limits. */
class TierSelectorTest {

    private static final String[] CONFIGURATION = {
        "tiers", "free,basic,premium",
        "tier.basic.roles", "customer,partner",
        "tier.premium.roles", "sponsor",
        "policies", "api",
        "policy.api.limit", "10/1h",
        "policy.api.scope", "user",
        "policy.api.tier.basic.limit", "20/1h",
        "policy.api.tier.premium.limit", "30/1h,300/1d",
    };

    private LimiterFixture fixture = fixture(Optional.empty());

    private static LimiterFixture fixture(Optional<TierResolver> resolver, String... more) {
        String[] all = new String[CONFIGURATION.length + more.length];
        System.arraycopy(CONFIGURATION, 0, all, 0, CONFIGURATION.length);
        System.arraycopy(more, 0, all, CONFIGURATION.length, more.length);
        return new LimiterFixture(new ListedResolvers(Map.of(), Map.of(), resolver), all);
    }

    private String limitsOf(FakeRequest request) {
        RequestDecisions decisions = fixture.limiter.newRequestDecisions();
        assertThat(fixture.admit(request, decisions, "api")).isEmpty();
        return decisions.decisions().get(0).quotas().stream()
                .map(quota -> quota.limit().toString())
                .toList()
                .toString();
    }

    @Test
    void select_callerWithoutRole_isOnTheDefaultTier() {
        assertThat(limitsOf(new FakeRequest().by("alice"))).isEqualTo("[10/1h]");
        fixture = fixture(Optional.empty(), "tier.default", "premium");
        assertThat(limitsOf(new FakeRequest().by("alice"))).isEqualTo("[30/1h, 300/1d]");
    }

    @Test
    void select_callerWithRoles_isOnTheLastTierOfThem() {
        assertThat(limitsOf(new FakeRequest().by("alice", "partner"))).isEqualTo("[20/1h]");
        assertThat(limitsOf(new FakeRequest().by("bob", "sponsor", "customer"))).isEqualTo("[30/1h, 300/1d]");
    }

    @Test
    void select_resolver_comesBeforeRoles() {
        fixture =
                fixture(Optional.of(key -> key.equals(Key.user("alice")) ? Optional.of("premium") : Optional.empty()));
        assertThat(limitsOf(new FakeRequest().by("alice", "customer"))).isEqualTo("[30/1h, 300/1d]");
        assertThat(limitsOf(new FakeRequest().by("bob", "customer"))).isEqualTo("[20/1h]");
        assertThat(fixture.problems.times()).isZero();
    }

    @Test
    void select_setAtRunTime_comesBeforeAll() {
        fixture = fixture(Optional.of(key -> Optional.of("premium")));
        fixture.setAtRunTime.put(Key.user("alice"), "basic");
        assertThat(limitsOf(new FakeRequest().by("alice", "sponsor"))).isEqualTo("[20/1h]");
        assertThat(limitsOf(new FakeRequest().by("bob"))).isEqualTo("[30/1h, 300/1d]");
    }

    @Test
    void select_setAtRunTimeToATierThatIsNoMore_decidesNothing() {
        fixture = fixture(Optional.empty(), "tier.default", "basic");
        fixture.setAtRunTime.put(Key.user("alice"), "gold");
        assertThat(limitsOf(new FakeRequest().by("alice"))).isEqualTo("[20/1h]");
        assertThat(limitsOf(new FakeRequest().by("alice", "sponsor"))).isEqualTo("[30/1h, 300/1d]");
    }

    @Test
    void select_resolverThatFails_isIgnoredAndAProblem() {
        List<TierResolver> failing = List.of(key -> Optional.of("gold"), key -> null, key -> {
            throw new IllegalStateException("not today");
        });
        for (TierResolver resolver : failing) {
            fixture = fixture(Optional.of(resolver));
            assertThat(limitsOf(new FakeRequest().by("alice", "customer"))).isEqualTo("[20/1h]");
            assertThat(fixture.problems.times()).isEqualTo(1);
        }
    }

    @Test
    void acquire_ofTheProgram_isOnTheTierThatIsSetOrResolved() {
        fixture = fixture(Optional.of(key -> key.value().equals("alice") ? Optional.of("premium") : Optional.empty()));
        assertThat(fixture.remaining("api", Key.user("alice"))).isEqualTo(30);
        assertThat(fixture.remaining("api", Key.user("bob"))).isEqualTo(10);
    }

    @Test
    void admit_tierThatChanges_keepsWhatWasUsed() {
        for (int i = 0; i < 10; i++) {
            assertThat(fixture.admit(new FakeRequest().by("alice"), "api")).isEmpty();
        }
        assertThat(fixture.admit(new FakeRequest().by("alice"), "api")).hasSize(1);
        fixture.setAtRunTime.put(Key.user("alice"), "basic");
        assertThat(fixture.remaining("api", Key.user("alice"))).isEqualTo(10);
        fixture.setAtRunTime.clear();
        assertThat(fixture.admit(new FakeRequest().by("alice"), "api")).hasSize(1);
    }

    @Test
    void admit_unlimitedTier_countsNothing() {
        fixture = fixture(Optional.empty(), "policy.api.tier.free.limit", "unlimited");
        for (int i = 0; i < 50; i++) {
            List<Decision> refusals = fixture.admit(new FakeRequest().by("alice"), "api");
            assertThat(refusals).isEmpty();
        }
        assertThat(fixture.remaining("api", Key.user("alice"))).isEqualTo(Long.MAX_VALUE);
        assertThat(limitsOf(new FakeRequest().by("alice", "customer"))).isEqualTo("[20/1h]");
        assertThat(fixture.admit(new FakeRequest().by("alice", "customer"), "api"))
                .isEmpty();
        fixture.setAtRunTime.put(Key.user("alice"), "basic");
        assertThat(fixture.remaining("api", Key.user("alice"))).isEqualTo(18);
    }

    @Test
    void admit_unlimitedPolicyWithALimitedTier_limitsThatTier() {
        fixture = new LimiterFixture(
                Map.of(),
                "tiers",
                "staff,trial",
                "tier.trial.roles",
                "trial",
                "policies",
                "api",
                "policy.api.limit",
                "unlimited",
                "policy.api.scope",
                "user",
                "policy.api.tier.trial.limit",
                "1/1h");
        FakeRequest trial = new FakeRequest().by("alice", "trial");
        assertThat(fixture.admit(trial, "api")).isEmpty();
        assertThat(fixture.admit(trial, "api")).hasSize(1);
        assertThat(fixture.admit(new FakeRequest().by("alice"), "api")).isEmpty();
    }
}
