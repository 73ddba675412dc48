package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.Source;
import dev.weir.reply.Reply;
import dev.weir.store.Slots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many requests of a key are in progress at once; a request that anything refuses holds no slot and is not charged.
 */
class ConcurrencyLimitTest {

    private final FakeRequest request = new FakeRequest();

    /** Policies of the client's address: two at once of ten an hour, one at once without a limit, and one an hour. */
    private static LimiterFixture limiting(String... more) {
        List<String> properties = new ArrayList<>(List.of(
                "policies", "slow,alone,limit,second",
                "policy.slow.scope", "address",
                "policy.slow.limit", "10/1h",
                "policy.slow.concurrency", "2",
                "policy.alone.scope", "address",
                "policy.alone.concurrency", "1",
                "policy.limit.scope", "address",
                "policy.limit.limit", "1/1h",
                "policy.second.scope", "address",
                "policy.second.limit", "10/1h",
                "policy.second.concurrency", "1"));
        properties.addAll(List.of(more));
        return new LimiterFixture(Map.of(), properties.toArray(String[]::new));
    }

    /** A request whose end will be told. */
    private static RequestDecisions begun(LimiterFixture fixture) {
        RequestDecisions decisions = fixture.limiter.newRequestDecisions();
        fixture.outcomes.expectEnd(decisions);
        return decisions;
    }

    private RequestDecisions admitted(LimiterFixture fixture, String... policies) {
        RequestDecisions decisions = begun(fixture);
        assertThat(fixture.admit(request, decisions, policies)).isEmpty();
        return decisions;
    }

    private static int held(LimiterFixture fixture, String policy) {
        return fixture.held(policy, Key.address("203.0.113.9"));
    }

    @Test
    void admit_oneTooMany_isRefusedUntilAnotherEnds() {
        LimiterFixture fixture = limiting();
        RequestDecisions first = admitted(fixture, "slow");
        admitted(fixture, "slow");
        Decision refusal = fixture.admit(request, begun(fixture), "slow").get(0);
        assertThat(refusal.policy()).isEqualTo("slow-concurrency");
        assertThat(refusal.allowed()).isFalse();
        assertThat(refusal.unavailable()).isFalse();
        assertThat(refusal.blocked()).isFalse();
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(refusal.source()).isEqualTo(Source.DENIAL_CACHE);
        assertThat(fixture.remaining("slow"))
                .as("the refused one costs nothing")
                .isEqualTo(8);
        fixture.outcomes.ended(first, 200);
        admitted(fixture, "slow");
        assertThat(fixture.remaining("slow")).isEqualTo(7);
    }

    @Test
    void admit_anotherKey_hasSlotsOfItsOwn() {
        LimiterFixture fixture = limiting();
        admitted(fixture, "alone");
        assertThat(fixture.admit(request, begun(fixture), "alone")).hasSize(1);
        assertThat(fixture.admit(new FakeRequest().from("203.0.113.77"), begun(fixture), "alone"))
                .isEmpty();
    }

    @Test
    void admit_fullInMemory_takesNothingOfTheCluster() {
        LimiterFixture fixture = limiting();
        admitted(fixture, "alone");
        int taking = fixture.slots.taking;
        assertThat(fixture.admit(request, begun(fixture), "slow", "alone"))
                .extracting(Decision::policy)
                .containsExactly("alone-concurrency");
        assertThat(fixture.slots.taking).isEqualTo(taking);
        assertThat(fixture.remaining("slow")).isEqualTo(10);
        assertThat(held(fixture, "slow")).isZero();
    }

    @Test
    void admit_secondSlotIsRefused_freesTheFirst() {
        LimiterFixture fixture = limiting();
        admitted(fixture, "alone");
        fixture.slots.forgetful = true;
        assertThat(fixture.admit(request, begun(fixture), "slow", "alone"))
                .extracting(Decision::policy)
                .containsExactly("alone-concurrency");
        assertThat(held(fixture, "slow")).isZero();
        assertThat(fixture.remaining("slow")).isEqualTo(10);
    }

    @Test
    void admit_limitRefuses_freesTheSlots() {
        LimiterFixture fixture = limiting();
        fixture.outcomes.ended(admitted(fixture, "limit"), 200);
        assertThat(fixture.admit(request, begun(fixture), "alone", "slow", "limit"))
                .extracting(Decision::policy)
                .containsExactly("limit");
        assertThat(held(fixture, "alone")).isZero();
        assertThat(held(fixture, "slow")).isZero();
        assertThat(fixture.remaining("slow")).isEqualTo(10);
    }

    @Test
    void admit_limitIsKnownToRefuse_takesNoSlot() {
        LimiterFixture fixture = limiting("policy.limit.block", "1h", "policy.limit.concurrency", "5");
        fixture.outcomes.ended(admitted(fixture, "limit"), 200);
        assertThat(fixture.admit(request, begun(fixture), "limit")).hasSize(1);
        int taking = fixture.slots.taking;
        assertThat(fixture.admit(request, begun(fixture), "limit")).hasSize(1);
        assertThat(fixture.slots.taking - taking).isLessThanOrEqualTo(1);
        assertThat(held(fixture, "limit")).isZero();
    }

    @Test
    void admit_storeFails_freesTheSlots() {
        LimiterFixture fixture = limiting("policy.second.fallback", "closed");
        fixture.store.broken = true;
        RequestDecisions decisions = begun(fixture);
        assertThat(fixture.admit(request, decisions, "second")).hasSize(1);
        assertThat(held(fixture, "second")).isZero();
    }

    @Test
    void admit_slotsFail_theFallbackDecides() {
        LimiterFixture fixture = limiting("policy.second.fallback", "closed");
        fixture.slots.failing = true;
        assertThat(fixture.admit(request, begun(fixture), "slow")).isEmpty();
        assertThat(fixture.admit(request, begun(fixture), "second"))
                .singleElement()
                .matches(Decision::unavailable);
        assertThat(fixture.problems.times()).isEqualTo(2);
    }

    @Test
    void check_clusterDoesNotAnswer_is503() {
        LimiterFixture fixture = limiting();
        fixture.slots.saying = Optional.of(new Slots.Unavailable());
        assertThat(check(fixture, "slow").status()).isEqualTo(503);
        assertThat(fixture.remaining("slow")).isEqualTo(10);
    }

    @Test
    void check_oneTooMany_getsTheProblemAndTheFieldsOfTheLimits() {
        LimiterFixture fixture = limiting();
        admitted(fixture, "second");
        Reply reply = check(fixture, "second");
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.body()).contains("#quota-exceeded", "\"violated-policies\":[\"second-concurrency\"]");
        assertThat(reply.fields())
                .containsEntry("Retry-After", "1")
                .containsEntry("RateLimit-Policy", "\"second\";q=10;w=3600")
                .hasEntrySatisfying("RateLimit", field -> assertThat(field).startsWith("\"second\";r=9"));
    }

    @Test
    void check_minimalDisclosure_disclosesNothing() {
        LimiterFixture fixture = limiting("policy.second.disclosure", "minimal");
        admitted(fixture, "second");
        Reply reply = check(fixture, "second");
        assertThat(reply.body()).doesNotContain("second-").doesNotContain("violated");
        assertThat(reply.fields()).containsEntry("Retry-After", "5").doesNotContainKey("RateLimit");
    }

    private Reply check(LimiterFixture fixture, String policy) {
        return fixture.limiter
                .check(request, begun(fixture), List.of(fixture.use(policy)))
                .orElseThrow();
    }

    @Test
    void admit_shadow_refusesNobodyAndHoldsSlotsWhileThereAreSome() {
        LimiterFixture fixture = limiting("policy.alone.mode", "shadow");
        RequestDecisions first = admitted(fixture, "alone");
        RequestDecisions second = admitted(fixture, "alone");
        assertThat(held(fixture, "alone")).isEqualTo(1);
        fixture.outcomes.ended(second, 200);
        assertThat(held(fixture, "alone")).as("the second had none").isEqualTo(1);
        fixture.outcomes.ended(first, 200);
        assertThat(held(fixture, "alone")).isZero();
    }

    @Test
    void admit_off_takesNoSlot() {
        LimiterFixture fixture = limiting("policy.alone.mode", "off");
        admitted(fixture, "alone");
        assertThat(held(fixture, "alone")).isZero();
    }

    @Test
    void admit_exempt_takesNoSlot() {
        LimiterFixture fixture = limiting("exempt.addresses", "203.0.113.9");
        admitted(fixture, "alone");
        assertThat(held(fixture, "alone")).isZero();
    }

    @Test
    void admit_severalAdapters_holdOneSlot() {
        LimiterFixture fixture = limiting();
        RequestDecisions decisions = admitted(fixture, "alone");
        assertThat(fixture.admit(request, decisions, "alone")).isEmpty();
        HeldSlots call = HeldSlots.ofCall();
        assertThat(fixture.limiter.admit(request, decisions, List.of(fixture.use("alone")), call))
                .isEmpty();
        assertThat(held(fixture, "alone")).isEqualTo(1);
        call.end();
        assertThat(held(fixture, "alone")).as("the response goes on").isEqualTo(1);
        fixture.outcomes.ended(decisions, 200);
        assertThat(held(fixture, "alone")).isZero();
    }

    @Test
    void admit_call_holdsItsSlotUntilItEndsAndTakesAnotherTheNextTime() {
        LimiterFixture fixture = limiting();
        RequestDecisions decisions = begun(fixture);
        for (int i = 0; i < 3; i++) {
            HeldSlots call = HeldSlots.ofCall();
            assertThat(fixture.limiter.admit(request, decisions, List.of(fixture.use("slow")), call))
                    .isEmpty();
            assertThat(held(fixture, "slow")).isEqualTo(1);
            call.end();
            assertThat(held(fixture, "slow")).isZero();
        }
        assertThat(fixture.remaining("slow")).as("charged once a request").isEqualTo(9);
    }

    @Test
    void admit_callOfARequest_isRefusedWhereOthersHoldTheSlots() {
        LimiterFixture fixture = limiting();
        RequestDecisions decisions = begun(fixture);
        HeldSlots call = HeldSlots.ofCall();
        assertThat(fixture.limiter.admit(request, decisions, List.of(fixture.use("alone")), call))
                .isEmpty();
        call.end();
        admitted(fixture, "alone");
        assertThat(fixture.limiter.admit(request, decisions, List.of(fixture.use("alone")), HeldSlots.ofCall()))
                .extracting(Decision::policy)
                .containsExactly("alone-concurrency");
    }

    @Test
    void refuse_laterInTheRequest_freesTheSlots() {
        LimiterFixture fixture = limiting();
        RequestDecisions decisions = admitted(fixture, "slow");
        admitted(fixture, "alone");
        assertThat(fixture.limiter.check(request, decisions, List.of(fixture.use("alone"))))
                .isPresent();
        assertThat(held(fixture, "slow")).isZero();
        assertThat(fixture.remaining("slow")).isEqualTo(10);
    }

    @Test
    void admit_endWillNotBeTold_takesNoSlot() {
        LimiterFixture fixture = limiting();
        assertThat(fixture.admit(request, "alone")).isEmpty();
        assertThat(held(fixture, "alone")).isZero();
    }

    @Test
    void admit_afterTheEnd_holdsNothing() {
        LimiterFixture fixture = limiting();
        RequestDecisions decisions = admitted(fixture, "slow");
        fixture.outcomes.ended(decisions, 200);
        fixture.outcomes.ended(decisions, 200);
        assertThat(fixture.admit(request, decisions, "slow", "alone")).isEmpty();
        assertThat(held(fixture, "slow")).isZero();
        assertThat(held(fixture, "alone")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"free, 1", "premium, 3"})
    void admit_onTier_hasItsConcurrency(String tier, int most) {
        LimiterFixture fixture = limiting(
                "tiers",
                "free,premium",
                "policy.slow.tier.premium.concurrency",
                "3",
                "policy.slow.tier.free.concurrency",
                "1");
        fixture.setAtRunTime.put(Key.address(request.clientAddress()), tier);
        for (int i = 0; i < most; i++) {
            admitted(fixture, "slow");
        }
        assertThat(fixture.admit(request, begun(fixture), "slow")).hasSize(1);
    }
}
