package dev.weir.gateway.budget;

import static dev.weir.gateway.budget.Counted.ALICE;
import static dev.weir.gateway.budget.Counted.BOB;
import static dev.weir.gateway.budget.Counted.hold;
import static dev.weir.gateway.budget.Counted.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.weir.Key;
import dev.weir.gateway.settings.Charge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is held, and what becomes of it, by the counters of Weir. */
class TokenBudgetTest {

    private static final Models LLAMA = Models.with("llm-tokens", "llm-requests");
    private static final OptionalLong NO_MAX = OptionalLong.empty();

    private static Counted usual() {
        return Counted.start(Map.of(
                "llm-tokens.limit", "1000/1m,10000/1h,100000/1d",
                "llm-requests.limit", "60/1m",
                "llm-requests.concurrency", "5"));
    }

    @Test
    void admit_severalChoices_holdsThePromptAndACapForEach() throws Exception {
        try (Counted counted = usual()) {
            Hold hold = hold(counted.admit(LLAMA, 20, 100, 4));
            assertThat(hold.held()).isEqualTo(420);
            assertThat(hold.cap()).isEqualTo(100);
            assertThat(counted.remaining("llm-tokens")).isEqualTo(580);
            assertThat(counted.remaining("llm-requests")).isEqualTo(59);
            assertThat(counted.slots("llm-requests")).isEqualTo(1);
            assertThat(hold.fields())
                    .containsOnly(
                            entry("x-ratelimit-limit-tokens", "1000"),
                            entry("x-ratelimit-remaining-tokens", "580"),
                            entry("x-ratelimit-reset-tokens", hold.fields().get("x-ratelimit-reset-tokens")),
                            entry("x-ratelimit-limit-requests", "5"),
                            entry("x-ratelimit-remaining-requests", "4"),
                            entry("x-ratelimit-reset-requests", "1s"));
            assertThat(hold.fields().get("x-ratelimit-reset-tokens")).matches("1m[0-9.]+s|[0-9.]+s");
        }
    }

    @Test
    void settle_lessThanHeld_isFreeAtOnce() throws Exception {
        try (Counted counted = usual()) {
            Hold hold = counted.granted(LLAMA, 100, 200);
            assertThat(counted.remaining("llm-tokens")).isEqualTo(700);
            assertThat(hold.settle(30, 20)).isEqualTo(50);
            assertThat(counted.remaining("llm-tokens")).isEqualTo(950);
            assertThat(counted.slots("llm-requests")).isZero();
            assertThat(counted.budget().open()).isZero();
        }
    }

    @Test
    void settle_moreThanHeld_isADebt() throws Exception {
        try (Counted counted = usual()) {
            assertThat(counted.granted(LLAMA, 100, 200).settle(100, 500)).isEqualTo(600);
            assertThat(counted.remaining("llm-tokens")).isEqualTo(400);
        }
    }

    @Test
    void end_otherWays_chargeWhatTheySay() throws Exception {
        try (Counted counted = usual()) {
            assertThat(counted.granted(LLAMA, 100, 200).settle(0, 0)).isZero();
            assertThat(counted.remaining("llm-tokens")).isEqualTo(1000);
            assertThat(counted.remaining("llm-requests"))
                    .as("the request counts")
                    .isEqualTo(59);
            counted.granted(LLAMA, 100, 200).cancel();
            assertThat(counted.remaining("llm-tokens")).isEqualTo(1000);
            assertThat(counted.remaining("llm-requests"))
                    .as("the request does not count")
                    .isEqualTo(59);
            assertThat(counted.granted(LLAMA, 100, 200).keep()).isEqualTo(300);
            assertThat(counted.remaining("llm-tokens")).isEqualTo(700);
            assertThat(counted.slots("llm-requests")).isZero();
        }
    }

    @Test
    void end_again_doesNothing() throws Exception {
        try (Counted counted = usual()) {
            Hold hold = counted.granted(LLAMA, 100, 200);
            assertThat(hold.settle(1, 1)).isEqualTo(2);
            assertThat(hold.settle(100, 100)).isZero();
            assertThat(hold.keep()).isZero();
            hold.cancel();
            assertThat(counted.remaining("llm-tokens")).isEqualTo(998);
            assertThat(counted.remaining("llm-requests")).isEqualTo(59);
        }
    }

    @Test
    void admit_noMaximum_isTheDefaultAndThenWhatIsLeft() throws Exception {
        try (Counted counted = usual()) {
            assertThat(hold(counted.budget().admit(ALICE, new Demand(LLAMA.settings(), "llama", 20, NO_MAX, 1)))
                            .cap())
                    .isEqualTo(256);
            assertThat(hold(counted.budget().admit(ALICE, new Demand(LLAMA.settings(), "llama", 24, NO_MAX, 2)))
                            .cap())
                    .as("724 are left")
                    .isEqualTo(256);
            assertThat(hold(counted.budget().admit(ALICE, new Demand(LLAMA.settings(), "llama", 28, NO_MAX, 2)))
                            .cap())
                    .as("188 are left")
                    .isEqualTo(80);
            assertThat(refusal(counted.budget().admit(ALICE, new Demand(LLAMA.settings(), "llama", 1, NO_MAX, 1)))
                            .error()
                            .message())
                    .as("0 are left, and 1 and 16 are too many")
                    .startsWith("Rate limit reached for llama on tokens per min (TPM): Limit 1000, Used 1000, "
                            + "Requested 17. Please try again in ");
        }
    }

    @Test
    void admit_noMaximumAndASmallBudget_hasTheSmallestCapAtLeast() throws Exception {
        try (Counted counted = Counted.start(Map.of("llm-tokens.limit", "100/1m"))) {
            Models model = Models.with("llm-tokens");
            counted.granted(model, 50, 20).keep();
            assertThat(hold(counted.budget().admit(ALICE, new Demand(model.settings(), "llama", 10, NO_MAX, 1)))
                            .cap())
                    .as("30 are left")
                    .isEqualTo(20);
            assertThat(counted.remaining("llm-tokens")).isZero();
            Refusal never = refusal(counted.budget().admit(BOB, new Demand(model.settings(), "llama", 90, NO_MAX, 1)));
            assertThat(never.error().message())
                    .startsWith("Request too large for llama on tokens per min (TPM): Limit 100, Requested 106.");
        }
    }

    @Test
    void admit_maxOutput_isTheLargestCap() throws Exception {
        try (Counted counted = usual()) {
            Models model = LLAMA.maxOutput(40);
            assertThat(hold(counted.budget().admit(ALICE, new Demand(model.settings(), "llama", 20, NO_MAX, 1)))
                            .cap())
                    .isEqualTo(40);
            Refusal refused = counted.refused(model, 20, 41);
            assertThat(refused.error().status()).isEqualTo(400);
            assertThat(refused.error().type()).isEqualTo("invalid_request_error");
            assertThat(refused.error().param()).contains("max_tokens");
            assertThat(refused.fields()).containsEntry("x-ratelimit-remaining-tokens", "940");
            assertThat(counted.slots("llm-requests")).isEqualTo(1);
        }
    }

    @Test
    void admit_otherCharges_holdWhatIsCharged() throws Exception {
        try (Counted counted = usual()) {
            Hold prompt = counted.granted(LLAMA.charge(Charge.PROMPT), 100, 5000);
            assertThat(prompt.held()).isEqualTo(100);
            assertThat(prompt.cap()).isEqualTo(5000);
            assertThat(prompt.settle(90, 4000)).isEqualTo(90);
            Hold completion = counted.granted(LLAMA.charge(Charge.COMPLETION), 5000, 100);
            assertThat(completion.held()).isEqualTo(100);
            assertThat(completion.settle(5000, 10)).isEqualTo(10);
            assertThat(counted.remaining("llm-tokens")).isEqualTo(900);
        }
    }

    @Test
    void admit_policyOfATenant_refusesThoseThatHaveNone() throws Exception {
        try (Counted counted = Counted.start(Map.of("tenant-tokens.limit", "100/1m"))) {
            Models model = Models.with("tenant-tokens");
            Refusal refused = counted.refused(model, 10, 1);
            assertThat(refused.error().status()).isEqualTo(403);
            assertThat(refused.error().message()).contains("tenant-tokens");
            hold(counted.budget().admit(BOB, new Demand(model.settings(), "llama", 10, OptionalLong.of(70), 1)));
            assertThat(counted.host()
                            .limiter()
                            .peek("tenant-tokens", Key.tenant("acme"))
                            .remaining())
                    .isEqualTo(20);
        }
    }

    @Test
    void admit_policyThatRefusesNobody_doesNotShrinkACap() throws Exception {
        try (Counted counted = Counted.start(Map.of("llm-tokens.limit", "100/1m", "llm-tokens.mode", "shadow"))) {
            Models model = Models.with("llm-tokens");
            for (int i = 0; i < 3; i++) {
                Hold hold = hold(counted.budget().admit(ALICE, new Demand(model.settings(), "llama", 10, NO_MAX, 1)));
                assertThat(hold.cap()).isEqualTo(256);
                assertThat(hold.fields()).isEmpty();
            }
        }
    }

    @Test
    void admit_unlimited_hasNoFields() throws Exception {
        try (Counted counted =
                Counted.start(Map.of("llm-tokens.limit", "unlimited", "llm-requests.concurrency", "2"))) {
            Hold hold = counted.granted(LLAMA, 10, 10_000_000_000L);
            assertThat(hold.cap()).isEqualTo(Integer.MAX_VALUE);
            assertThat(hold.fields())
                    .containsOnlyKeys(
                            "x-ratelimit-limit-requests",
                            "x-ratelimit-remaining-requests",
                            "x-ratelimit-reset-requests");
            hold.settle(10, 10);
            assertThat(counted.slots("llm-requests")).isZero();
        }
    }

    @Test
    void fields_severalLimits_areThoseOfTheSmallestShare() throws Exception {
        try (Counted counted =
                Counted.start(Map.of("llm-tokens.limit", "1000/1m,3000/1h", "llm-requests.limit", "9/1h,5/1m"))) {
            Hold first = counted.granted(LLAMA, 100, 400);
            assertThat(first.fields())
                    .containsEntry("x-ratelimit-limit-tokens", "1000")
                    .containsEntry("x-ratelimit-remaining-tokens", "500")
                    .containsEntry("x-ratelimit-limit-requests", "5")
                    .containsEntry("x-ratelimit-remaining-requests", "4");
            first.keep();
            assertThat(counted.budget().fields(ALICE, List.of(LLAMA.settings())))
                    .containsEntry("x-ratelimit-limit-tokens", "1000");
            assertThat(counted.budget().fields(BOB, List.of(LLAMA.settings())))
                    .containsEntry("x-ratelimit-remaining-tokens", "1000")
                    .containsEntry("x-ratelimit-reset-tokens", "0s");
        }
    }

    @Test
    void fields_ofSeveralModels_areThoseOfTheSmallestShareAndChargeNothing() throws Exception {
        try (Counted counted = Counted.start(Map.of("llm-tokens.limit", "1000/1m", "llm-requests.limit", "9/1h"))) {
            Models other = Models.with("llm-tokens");
            counted.granted(LLAMA, 100, 400).keep();
            assertThat(counted.budget().fields(ALICE, List.of(other.settings(), LLAMA.settings())))
                    .containsEntry("x-ratelimit-remaining-tokens", "500")
                    .containsEntry("x-ratelimit-remaining-requests", "8");
            assertThat(counted.remaining("llm-tokens")).isEqualTo(500);
            assertThat(counted.remaining("llm-requests")).isEqualTo(8);
            assertThat(counted.budget().fields(ALICE, List.of())).isEmpty();
        }
    }

    @Test
    void hold_thatNobodyEnds_isChargedAndItsSlotFree() throws Exception {
        try (Counted counted = usual()) {
            Hold lost = counted.granted(LLAMA, 100, 200);
            counted.pass(Duration.ofMinutes(11).minusNanos(1));
            counted.budget().endOverdue();
            assertThat(counted.slots("llm-requests")).isEqualTo(1);
            counted.pass(Duration.ofNanos(1));
            counted.budget().endOverdue();
            assertThat(counted.slots("llm-requests")).isZero();
            assertThat(counted.budget().open()).isZero();
            assertThat(lost.settle(1, 1)).isZero();
            assertThat(counted.remaining("llm-tokens")).isEqualTo(700);
        }
    }

    @Test
    void usage_heldAndUsedAndRemaining_areTheLimit() throws Exception {
        try (Counted counted = usual()) {
            counted.granted(LLAMA, 100, 400).settle(100, 200);
            counted.granted(LLAMA, 20, 80);
            assertThat(counted.budget().usage(ALICE, java.util.List.of(LLAMA.settings())))
                    .extracting(
                            UsageRow::model,
                            UsageRow::type,
                            UsageRow::limit,
                            UsageRow::window,
                            UsageRow::used,
                            UsageRow::held,
                            UsageRow::remaining)
                    .containsExactly(
                            row("tokens", 1_000, "1m", 300, 100, 600),
                            row("tokens", 10_000, "1h", 300, 100, 9_600),
                            row("tokens", 100_000, "1d", 300, 100, 99_600),
                            row("requests", 60, "1m", 1, 1, 58),
                            row("requests", 5, "concurrency", 0, 1, 4));
            counted.pass(Duration.ofMinutes(2));
            assertThat(counted.budget()
                            .usage(ALICE, java.util.List.of(LLAMA.settings()))
                            .get(0)
                            .held())
                    .as("what it took in this minute is nothing")
                    .isZero();
        }
    }

    private static org.assertj.core.groups.Tuple row(
            String type, long limit, String window, long used, long held, long remaining) {
        return org.assertj.core.groups.Tuple.tuple("llama", type, limit, window, used, held, remaining);
    }
}
