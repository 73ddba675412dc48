package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.Source;
import dev.weir.reply.Reply;
import dev.weir.store.Rosters.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant has as many principals in a day as its tier says. */
class MembersTest {

    private static final Key ACME = Key.tenant("acme.com");

    /** Two members on the tier free, any number on premium, three requests an hour; then what a test adds. */
    private static LimiterFixture limiting(String... more) {
        List<String> properties = new ArrayList<>(List.of(
                "tenant.from", "principal-domain",
                "tiers", "free,premium",
                "tier.premium.roles", "sponsor",
                "policies", "api,other",
                "policy.api.scope", "tenant",
                "policy.api.limit", "30/1h",
                "policy.api.tier.free.members", "2",
                "policy.api.tier.premium.members", "unlimited",
                "policy.other.scope", "address",
                "policy.other.limit", "5/1h"));
        properties.addAll(List.of(more));
        return new LimiterFixture(Map.of(), properties.toArray(String[]::new));
    }

    private static FakeRequest of(String name) {
        return new FakeRequest().by(name + "@acme.com");
    }

    private static LimiterFixture withTwoMembers(String... more) {
        LimiterFixture fixture = limiting(more);
        assertThat(fixture.admit(of("alice"), "api")).isEmpty();
        assertThat(fixture.admit(of("bob"), "api")).isEmpty();
        return fixture;
    }

    private static Reply refused(LimiterFixture fixture, FakeRequest request) {
        return fixture.limiter
                .check(request, fixture.limiter.newRequestDecisions(), List.of(fixture.use("api")))
                .orElseThrow();
    }

    @Test
    void admit_oneTooMany_isRefusedUntilTheDayEnds() {
        LimiterFixture fixture = withTwoMembers();
        // 01:53:20 of the day
        Decision refusal = fixture.admit(of("carol"), "api").get(0);
        assertThat(refusal.policy()).isEqualTo("api-members");
        assertThat(refusal.allowed()).isFalse();
        assertThat(refusal.blocked()).isFalse();
        assertThat(refusal.unavailable()).isFalse();
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(86_400 - 6_800));
        assertThat(fixture.admit(of("alice"), "api")).isEmpty();
        assertThat(fixture.admit(new FakeRequest().by("carol@other.com"), "api"))
                .as("another tenant")
                .isEmpty();
        fixture.clock.advance(refusal.retryAfter().orElseThrow());
        assertThat(fixture.admit(of("carol"), "api")).isEmpty();
    }

    @Test
    void check_oneTooMany_getsTheProblemAndTheFieldsOfTheLimits() {
        LimiterFixture fixture = withTwoMembers();
        Reply reply = refused(fixture, of("carol"));
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.body())
                .contains("#quota-exceeded")
                .contains("\"violated-policies\":[\"api-members\"]")
                .doesNotContain("carol");
        assertThat(reply.fields())
                .containsEntry("Retry-After", "79600")
                .containsEntry("RateLimit", "\"api\";r=28;t=3663")
                .containsEntry("RateLimit-Policy", "\"api\";q=30;w=3600");
    }

    @Test
    void check_minimalDisclosure_saysNeitherThePolicyNorTheSecond() {
        Reply reply = refused(withTwoMembers("policy.api.disclosure", "minimal"), of("carol"));
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.body()).doesNotContain("members").doesNotContain("violated");
        assertThat(reply.fields()).containsOnlyKeys("Retry-After", "Cache-Control");
    }

    @Test
    void admit_oneTooMany_isChargedByNoPolicy() {
        LimiterFixture fixture = withTwoMembers();
        assertThat(fixture.admit(of("carol"), "other", "api")).hasSize(1);
        assertThat(fixture.remaining("api", ACME)).isEqualTo(28);
        assertThat(fixture.remaining("other")).isEqualTo(5);
    }

    /** Not refused from memory, but after the limits have been charged. */
    @ParameterizedTest
    @EnumSource(
            value = Answer.class,
            names = {"FULL", "SHARE_FULL", "UNKNOWN"})
    void admit_clusterRefuses_givesBackWhatTheLimitsCharged(Answer answer) {
        LimiterFixture fixture = limiting();
        fixture.rosters.saying = Optional.of(answer);
        Decision refusal = fixture.admit(of("carol"), "other", "api").get(0);
        assertThat(refusal.unavailable()).isEqualTo(answer == Answer.UNKNOWN);
        assertThat(refusal.source()).isEqualTo(answer == Answer.FULL ? Source.CLUSTER : Source.LOCAL);
        assertThat(refusal.retryAfter())
                .contains(answer == Answer.FULL ? Duration.ofSeconds(79_600) : Duration.ofSeconds(1));
        assertThat(fixture.remaining("api", ACME)).isEqualTo(30);
        assertThat(fixture.remaining("other")).isEqualTo(5);
    }

    @Test
    void admit_rostersFail_givesBackWhatTheLimitsCharged() {
        LimiterFixture fixture = limiting("policy.api.fallback", "closed");
        fixture.rosters.failing = true;
        assertThat(fixture.admit(of("carol"), "other", "api")).hasSize(1);
        assertThat(fixture.problems.times()).isEqualTo(1);
        assertThat(fixture.remaining("api", ACME)).isEqualTo(30);
        assertThat(fixture.remaining("other")).isEqualTo(5);
    }

    @Test
    void check_clusterCannotSay_is503() {
        LimiterFixture fixture = limiting();
        fixture.rosters.saying = Optional.of(Answer.UNKNOWN);
        assertThat(refused(fixture, of("carol")).status()).isEqualTo(503);
    }

    @Test
    void admit_refusedByALimit_isNoMember() {
        LimiterFixture fixture = limiting();
        for (int i = 0; i < 5; i++) {
            assertThat(fixture.admit(new FakeRequest(), "other")).isEmpty();
        }
        assertThat(fixture.admit(of("mallory"), "other", "api")).hasSize(1);
        assertThat(fixture.rosters.entering).isZero();
        assertThat(fixture.admit(of("alice"), "api")).isEmpty();
        assertThat(fixture.admit(of("bob"), "api")).isEmpty();
    }

    @Test
    void admit_tierWithoutALimit_asksNobodyAndCountsNobody() {
        LimiterFixture fixture = limiting();
        for (String name : List.of("alice", "bob", "carol")) {
            assertThat(fixture.admit(of(name).by(name + "@acme.com", "sponsor"), "api"))
                    .isEmpty();
        }
        assertThat(fixture.rosters.entering).isZero();
    }

    @Test
    void admit_anonymousCallersOfATenant_areNoMembers() {
        LimiterFixture fixture = limiting("tenant.from", "host");
        FakeRequest anonymous = new FakeRequest().asking("acme.example.com");
        assertThat(fixture.admit(anonymous, "api")).isEmpty();
        assertThat(fixture.remaining("api", Key.tenant("acme"))).isEqualTo(29);
        assertThat(fixture.rosters.entering).isZero();
        assertThat(fixture.admit(of("alice").asking("acme.example.com"), "api")).isEmpty();
        assertThat(fixture.admit(of("bob").asking("acme.example.com"), "api")).isEmpty();
        assertThat(fixture.admit(of("carol").asking("acme.example.com"), "api")).hasSize(1);
        assertThat(fixture.admit(anonymous, "api")).isEmpty();
    }

    @Test
    void admit_beanThatFailsToSayTheTenant_countsNoMembersOfAnAddress() {
        LimiterFixture fixture = limiting("tenant.from", "bean:absent");
        for (String name : List.of("alice", "bob", "carol")) {
            assertThat(fixture.admit(of(name), "api")).isEmpty();
        }
        assertThat(fixture.remaining("api")).isEqualTo(27);
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy.api.mode=shadow", "policy.api.rollout=0"})
    void admit_notEnforced_countsMembersAndRefusesNone(String property) {
        LimiterFixture fixture = limiting(property.split("="));
        for (String name : List.of("alice", "bob", "carol", "dave")) {
            assertThat(fixture.admit(of(name), "api")).isEmpty();
        }
        assertThat(fixture.rosters.entering).isEqualTo(4);
        assertThat(fixture.remaining("api", ACME)).isEqualTo(26);
    }

    @Test
    void admit_tierIsChangedAtRunTime_holdsAtOnce() {
        LimiterFixture fixture = withTwoMembers("policy.api.tier.premium.members", "3");
        assertThat(fixture.admit(of("carol"), "api")).hasSize(1);
        fixture.setAtRunTime.put(ACME, "premium");
        assertThat(fixture.admit(of("carol"), "api")).isEmpty();
        assertThat(fixture.admit(of("dave"), "api")).hasSize(1);
        fixture.setAtRunTime.put(ACME, "free");
        assertThat(fixture.admit(of("carol"), "api")).as("came earlier").isEmpty();
    }

    @Test
    void admit_policyWithoutLimits_hasMembersToo() {
        LimiterFixture fixture = withTwoMembers("policy.api.limit", "unlimited");
        assertThat(fixture.admit(of("carol"), "api"))
                .extracting(Decision::policy)
                .containsExactly("api-members");
    }

    @Test
    void admit_secondAdapterOfOneRequest_isToldTheSame() {
        LimiterFixture fixture = limiting();
        fixture.rosters.saying = Optional.of(Answer.FULL);
        RequestDecisions decisions = fixture.limiter.newRequestDecisions();
        List<Decision> first = fixture.admit(of("carol"), decisions, "api");
        fixture.rosters.saying = Optional.empty();
        assertThat(fixture.admit(of("carol"), decisions, "api")).isEqualTo(first);
        assertThat(fixture.rosters.entering).isEqualTo(1);
        assertThat(fixture.limiter.refuse(of("carol"), decisions, List.of()).body())
                .as("where an exception has lost its decisions")
                .contains("api-members");
    }

    @Test
    void admit_severalRequestsOfAMember_costNoPlace() {
        LimiterFixture fixture = limiting();
        for (int i = 0; i < 5; i++) {
            assertThat(fixture.admit(of("alice"), "api")).isEmpty();
        }
        assertThat(fixture.admit(of("bob"), "api")).isEmpty();
        assertThat(fixture.remaining("api", ACME)).isEqualTo(24);
    }
}
