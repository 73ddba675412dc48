package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import dev.weir.config.rule.WithoutRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallsWithoutRequestTest {

    private static final String PLACE = "com.example.Reports.list";

    private final LimiterFixture fixture = new LimiterFixture(
            Map.of(),
            "policies",
            "one,own",
            "policy.one.limit",
            "1/1h",
            "policy.own.limit",
            "0/1h",
            "policy.own.scope",
            "user");

    private CallsWithoutRequest calls(WithoutRequest rule) {
        return new CallsWithoutRequest(fixture.limiter, fixture.outcomes, rule);
    }

    @Test
    void admit_byDefault_countsApart() {
        CallsWithoutRequest calls = calls(WithoutRequest.ADMIT);
        List<AppliedPolicy> uses = List.of(fixture.use("one"), fixture.use("own"));
        for (int i = 0; i < 3; i++) {
            assertThat(calls.admit(PLACE, fixture.limiter.newRequestDecisions(), uses, HeldSlots.ofCall()))
                    .isEmpty();
        }
        assertThat(calls.admitted()).isEqualTo(3);
        assertThat(fixture.store.operations).isZero();
    }

    @Test
    void admit_withoutPolicies_isNotCounted() {
        CallsWithoutRequest calls = calls(WithoutRequest.ADMIT);
        assertThat(calls.admit(PLACE, fixture.limiter.newRequestDecisions(), List.of(), HeldSlots.ofCall()))
                .isEmpty();
        assertThat(calls.admitted()).isZero();
    }

    @Test
    void limit_secondCall_isRefused() {
        CallsWithoutRequest calls = calls(WithoutRequest.LIMIT);
        assertThat(calls.admit(
                        PLACE, fixture.limiter.newRequestDecisions(), List.of(fixture.use("one")), HeldSlots.ofCall()))
                .isEmpty();
        assertThat(calls.admit(
                        PLACE, fixture.limiter.newRequestDecisions(), List.of(fixture.use("one")), HeldSlots.ofCall()))
                .extracting(Decision::policy)
                .containsExactly("one");
        assertThat(calls.admitted()).isZero();
    }

    @Test
    void limit_scopeThatNeedsARequest_doesNotApply() {
        assertThat(calls(WithoutRequest.LIMIT)
                        .admit(
                                PLACE,
                                fixture.limiter.newRequestDecisions(),
                                List.of(fixture.use("own")),
                                HeldSlots.ofCall()))
                .isEmpty();
    }
}
