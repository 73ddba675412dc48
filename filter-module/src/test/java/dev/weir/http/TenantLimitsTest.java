package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.TenantResolver;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What policies of scope tenant do with requests. */
class TenantLimitsTest {

    private static LimiterFixture limiting(String from, Map<String, TenantResolver> resolvers) {
        return new LimiterFixture(
                new ListedResolvers(Map.of(), resolvers, Optional.empty()),
                "tenant.from",
                from,
                "client.trusted-proxies",
                "10.0.0.0/8",
                "policies",
                "api",
                "policy.api.limit",
                "2/1h",
                "policy.api.scope",
                "tenant");
    }

    @Test
    void admit_callersOfOneTenant_shareItsLimit() {
        LimiterFixture fixture = limiting("principal-domain", Map.of());
        assertThat(fixture.admit(new FakeRequest().by("alice@acme.com"), "api")).isEmpty();
        assertThat(fixture.admit(new FakeRequest().by("bob@ACME.com"), "api")).isEmpty();
        assertThat(fixture.admit(new FakeRequest().by("carol@acme.com"), "api")).hasSize(1);
        assertThat(fixture.admit(new FakeRequest().by("dave@other.com"), "api")).isEmpty();
        assertThat(fixture.remaining("api", Key.tenant("other.com"))).isEqualTo(1);
    }

    @Test
    void admit_requestWithoutTenant_isNotLimited() {
        LimiterFixture fixture = limiting("header:X-Tenant", Map.of());
        for (int i = 0; i < 5; i++) {
            assertThat(fixture.admit(new FakeRequest().with("X-Tenant", "acme"), "api"))
                    .as("a header that any client can send")
                    .isEmpty();
        }
        assertThat(fixture.remaining("api", Key.tenant("acme"))).isEqualTo(2);
    }

    @Test
    void admit_tenantOfABean_isWhatItSays() {
        LimiterFixture fixture = limiting("bean:accounts", Map.of("accounts", request -> request.header("Account")));
        assertThat(fixture.admit(new FakeRequest().with("Account", "a1"), "api"))
                .isEmpty();
        assertThat(fixture.remaining("api", Key.tenant("a1"))).isEqualTo(1);
        assertThat(fixture.admit(new FakeRequest(), "api")).isEmpty();
        assertThat(fixture.problems.times()).isZero();
    }

    @Test
    void admit_beanThatFails_countsTheAddressAndIsAProblem() {
        LimiterFixture fixture = limiting("bean:accounts", Map.of("accounts", request -> {
            throw new IllegalStateException("not today");
        }));
        assertThat(fixture.admit(new FakeRequest(), "api")).isEmpty();
        assertThat(fixture.remaining("api")).isEqualTo(1);
        assertThat(fixture.problems.times()).isEqualTo(1);
        fixture = limiting("bean:accounts", Map.of("accounts", request -> null));
        assertThat(fixture.admit(new FakeRequest(), "api")).isEmpty();
        assertThat(fixture.remaining("api")).isEqualTo(1);
    }

    @Test
    void admit_membersOnSeveralTiers_areDecidedEachByItsOwn() {
        LimiterFixture fixture = new LimiterFixture(
                Map.of(),
                "tenant.from",
                "principal-domain",
                "tiers",
                "free,premium",
                "tier.premium.roles",
                "sponsor",
                "policies",
                "api",
                "policy.api.limit",
                "2/1h",
                "policy.api.tier.premium.limit",
                "5/1h",
                "policy.api.scope",
                "tenant");
        FakeRequest free = new FakeRequest().by("alice@acme.com");
        FakeRequest premium = new FakeRequest().by("bob@acme.com", "sponsor");
        for (int i = 0; i < 3; i++) {
            assertThat(fixture.admit(premium, "api")).isEmpty();
        }
        assertThat(fixture.admit(free, "api")).hasSize(1);
        assertThat(fixture.admit(premium, "api")).isEmpty();
        assertThat(fixture.admit(premium, "api")).isEmpty();
        assertThat(fixture.admit(premium, "api")).hasSize(1);
    }
}
