package dev.weir.gateway.budget;

import static dev.weir.gateway.budget.Counted.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.Source;
import dev.weir.gateway.error.ErrorBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a client is told that is refused. */
class RefusalTest {

    private static final Models LLAMA = Models.with("llm-tokens", "llm-requests");

    @Test
    void refused_tokens_tellsWhatWasUsed() throws Exception {
        try (Counted counted =
                Counted.start(Map.of("llm-tokens.limit", "1000/1m,10000/1h", "llm-requests.concurrency", "5"))) {
            counted.granted(LLAMA, 240, 500).keep();
            Refusal refused = counted.refused(LLAMA, 100, 200);
            assertThat(refused.error().status()).isEqualTo(429);
            assertThat(refused.error().message())
                    .matches("Rate limit reached for llama on tokens per min \\(TPM\\): Limit 1000, Used 740, "
                            + "Requested 300\\. Please try again in (1m[0-9.]+|[0-9.]+)s\\.");
            assertThat(new String(ErrorBody.of(refused.error()), UTF_8))
                    .endsWith("\",\"type\":\"tokens\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}");
            long millis = Long.parseLong(refused.fields().get("retry-after-ms"));
            assertThat(millis).isBetween(50_000L, 64_000L);
            assertThat(Long.parseLong(refused.fields().get("retry-after"))).isEqualTo((millis + 999) / 1000);
            assertThat(refused.fields())
                    .containsEntry("x-ratelimit-limit-tokens", "1000")
                    .containsEntry("x-ratelimit-remaining-tokens", "260")
                    .containsEntry("x-ratelimit-remaining-requests", "5")
                    .doesNotContainKey("x-should-retry");
            assertThat(counted.slots("llm-requests")).isZero();
        }
    }

    @Test
    void refused_neverFits_isNotToBeRetried() throws Exception {
        try (Counted counted =
                Counted.start(Map.of("llm-tokens.limit", "1000/1m,10000/1h", "llm-requests.concurrency", "5"))) {
            Refusal refused = counted.refused(LLAMA, 300, 5000);
            assertThat(refused.error().status()).isEqualTo(429);
            assertThat(refused.error().message())
                    .isEqualTo("Request too large for llama on tokens per min (TPM): Limit 1000, Requested 5300. The"
                            + " input or output tokens must be reduced in order to run successfully.");
            assertThat(refused.error().type()).isEqualTo("tokens");
            assertThat(refused.error().code()).contains("rate_limit_exceeded");
            assertThat(refused.fields())
                    .containsEntry("x-should-retry", "false")
                    .doesNotContainKeys("retry-after", "retry-after-ms")
                    .containsEntry("x-ratelimit-remaining-tokens", "1000");
            assertThat(counted.slots("llm-requests")).isZero();
        }
    }

    @Test
    void refused_byAnotherNameOfTheModel_tellsThatOne() throws Exception {
        try (Counted counted = Counted.start(Map.of("llm-tokens.limit", "100/1m", "llm-requests.concurrency", "1"))) {
            Demand tooLarge = new Demand(LLAMA.settings(), "alias", 10, OptionalLong.of(100), 1);
            assertThat(Counted.refusal(counted.budget().admit(ALICE, tooLarge))
                            .error()
                            .message())
                    .startsWith("Request too large for alias on");
            counted.granted(LLAMA, 10, 10);
            Demand second = new Demand(LLAMA.settings(), "alias", 10, OptionalLong.of(10), 1);
            assertThat(Counted.refusal(counted.budget().admit(ALICE, second))
                            .error()
                            .message())
                    .startsWith("Rate limit reached for alias on concurrent requests");
        }
    }

    @Test
    void hopeless_capsAboveTheLimit_areRefusedWhateverThePromptIs() throws Exception {
        try (Counted counted = Counted.start(Map.of("llm-tokens.limit", "1000/1m", "llm-requests.concurrency", "5"))) {
            Demand demand = new Demand(LLAMA.settings(), "llama", 1, OptionalLong.of(500), 2);
            Refusal refused = counted.budget().hopeless(ALICE, demand).orElseThrow();
            assertThat(refused.fields())
                    .containsEntry("x-should-retry", "false")
                    .containsEntry("x-ratelimit-remaining-tokens", "1000");
            assertThat(counted.slots("llm-requests")).isZero();
            for (OptionalLong fits : List.of(OptionalLong.of(499), OptionalLong.empty())) {
                Demand other = new Demand(LLAMA.settings(), "llama", 1, fits, 2);
                assertThat(counted.budget().hopeless(ALICE, other)).isEmpty();
            }
            assertThat(counted.remaining("llm-tokens")).isEqualTo(1000);
        }
    }

    @Test
    void refused_sixAtOnce_isOneThatChangesNoCounter() throws Exception {
        try (Counted counted = Counted.start(Map.of(
                "llm-tokens.limit", "1000/1m", "llm-requests.limit", "100/1m", "llm-requests.concurrency", "5"))) {
            List<Hold> holds = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                holds.add(counted.granted(LLAMA, 10, 10));
            }
            Refusal refused = counted.refused(LLAMA, 10, 10);
            assertThat(refused.error().message())
                    .isEqualTo("Rate limit reached for llama on concurrent requests: Limit 5, Used 5, Requested 1."
                            + " Please try again in 1s.");
            assertThat(refused.error().type()).isEqualTo("requests");
            assertThat(refused.fields())
                    .containsEntry("retry-after", "1")
                    .containsEntry("retry-after-ms", "1000")
                    .containsEntry("x-ratelimit-limit-requests", "5")
                    .containsEntry("x-ratelimit-remaining-requests", "0")
                    .containsEntry("x-ratelimit-remaining-tokens", "900");
            assertThat(counted.remaining("llm-tokens")).isEqualTo(900);
            assertThat(counted.remaining("llm-requests")).isEqualTo(95);
            holds.get(0).cancel();
            counted.granted(LLAMA, 10, 10);
        }
    }

    @Test
    void refused_requests_chargesNoTokens() throws Exception {
        try (Counted counted = Counted.start(Map.of("llm-tokens.limit", "1000/1m", "llm-requests.limit", "1/1h"))) {
            counted.granted(LLAMA, 10, 10).settle(10, 10);
            Refusal refused = counted.refused(LLAMA, 10, 10);
            assertThat(refused.error().message())
                    .startsWith("Rate limit reached for llama on requests per hour (RPH): Limit 1, Used 1, Requested 1."
                            + " Please try again in 1h");
            assertThat(refused.error().type()).isEqualTo("requests");
            assertThat(counted.remaining("llm-tokens")).isEqualTo(980);
        }
    }

    @Test
    void refused_severalLimits_tellsTheOneThatTakesLongest() throws Exception {
        try (Counted counted =
                Counted.start(Map.of("llm-tokens.limit", "100/1m,100/1d", "llm-requests.limit", "9/1m"))) {
            counted.granted(LLAMA, 10, 90).keep();
            assertThat(counted.refused(LLAMA, 10, 10).error().message()).contains("tokens per day (TPD)");
        }
    }

    @Test
    void refused_otherWindows_areWrittenAsConfigured() throws Exception {
        for (Map.Entry<String, String> each : Map.of(
                        "5/90s", "tokens per 90s: ",
                        "5/2h", "tokens per 2h: ",
                        "5/1s", "tokens per second (TPS): ",
                        "5/calendar-day", "tokens per calendar day: ")
                .entrySet()) {
            try (Counted counted =
                    Counted.start(Map.of("llm-tokens.limit", each.getKey(), "llm-tokens.algorithm", "fixed-window"))) {
                assertThat(counted.refused(Models.with("llm-tokens"), 10, 10)
                                .error()
                                .message())
                        .contains(each.getValue() + "Limit 5, Requested 20.");
            }
        }
    }

    @Test
    void refused_blockedKey_tellsHowLong() throws Exception {
        try (Counted counted = Counted.start(Map.of("llm-tokens.limit", "100/1m", "llm-tokens.block", "15m"))) {
            Models model = Models.with("llm-tokens");
            counted.granted(model, 50, 50).settle(10, 10);
            assertThat(counted.refused(model, 50, 50).fields().get("retry-after"))
                    .isEqualTo("900");
            Refusal blocked = counted.refused(model, 1, 1);
            assertThat(blocked.error().message()).contains("Please try again in 1");
            assertThat(Long.parseLong(blocked.fields().get("retry-after"))).isBetween(890L, 900L);
        }
    }

    @Test
    void refused_nothingIsAllowed_isNever() throws Exception {
        try (Counted counted = Counted.start(Map.of("llm-tokens.limit", "0/1m"))) {
            Refusal refused = refusalWithoutMaximum(counted);
            assertThat(refused.error().message()).contains("Limit 0, Requested 26.");
            assertThat(refused.fields()).containsEntry("x-should-retry", "false");
        }
    }

    private static Refusal refusalWithoutMaximum(Counted counted) {
        return Counted.refusal(counted.budget()
                .admit(ALICE, new Demand(Models.with("llm-tokens").settings(), "llama", 10, OptionalLong.empty(), 1)));
    }

    @Test
    void refused_afterTheWait_isAdmitted() throws Exception {
        for (String algorithm : List.of("sliding-window", "token-bucket", "fixed-window")) {
            try (Counted counted =
                    Counted.start(Map.of("llm-tokens.limit", "1000/2s", "llm-tokens.algorithm", algorithm))) {
                Models model = Models.with("llm-tokens");
                Refusal refused = null;
                while (refused == null) {
                    Admission next = counted.admit(model, 50, 50, 1);
                    refused = next instanceof Admission.Refused no ? no.refusal() : null;
                }
                long millis = Long.parseLong(refused.fields().get("retry-after-ms"));
                assertThat(millis).as(algorithm).isBetween(1L, 2_500L);
                await().pollDelay(Duration.ofMillis(millis))
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofMillis(millis).plusSeconds(10))
                        .until(() -> true);
                counted.granted(model, 50, 50);
            }
        }
    }

    /** A cluster that does not answer, and the fallback {@code closed}. */
    @Test
    void text_unavailable_is503() {
        Decision closed = new Closed();
        RefusalText text = new RefusalText("llama", new Applied("llm-tokens", Key.user("alice"), true), 300);
        assertThat(text.of(closed).status()).isEqualTo(503);
        assertThat(text.of(closed).code()).contains("service_unavailable");
        assertThat(text.ofSlots(closed, 5).status()).isEqualTo(503);
        assertThat(RetryFields.with(Map.of(), closed)).isEqualTo(Map.of("retry-after", "1", "retry-after-ms", "1000"));
    }

    private record Closed() implements Decision {

        @Override
        public boolean allowed() {
            return false;
        }

        @Override
        public String policy() {
            return "llm-tokens";
        }

        @Override
        public Optional<Limit> limit() {
            return Optional.empty();
        }

        @Override
        public long remaining() {
            return Long.MAX_VALUE;
        }

        @Override
        public Duration resetAfter() {
            return Duration.ZERO;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(Duration.ofSeconds(1));
        }

        @Override
        public Source source() {
            return Source.LOCAL;
        }

        @Override
        public boolean blocked() {
            return false;
        }

        @Override
        public boolean unavailable() {
            return true;
        }
    }

    @Test
    void goDuration_isAsGoWritesIt() {
        Map<Duration, String> texts = Map.of(
                Duration.ofMillis(12),
                "12ms",
                Duration.ofSeconds(1),
                "1s",
                Duration.ofMillis(2_400),
                "2.4s",
                Duration.ofMillis(1_005),
                "1.005s",
                Duration.ofMinutes(6),
                "6m0s",
                Duration.ofHours(1).plusMillis(61_500),
                "1h1m1.5s",
                Duration.ofHours(25),
                "25h0m0s",
                Duration.ZERO,
                "0s",
                Duration.ofSeconds(-3),
                "0s",
                Duration.ofNanos(1),
                "1ms");
        texts.forEach((duration, text) -> assertThat(GoDuration.of(duration)).isEqualTo(text));
    }

    @Test
    void left_smallestShare_isByTheWholeNumbers() {
        Left half = new Left(Long.MAX_VALUE, Long.MAX_VALUE / 2, Duration.ZERO);
        Left more = new Left(Long.MAX_VALUE, Long.MAX_VALUE / 2 + 1, Duration.ZERO);
        Left none = new Left(0, 0, Duration.ZERO);
        assertThat(List.of(more, half, none).stream().sorted(Left.SMALLEST_SHARE_FIRST))
                .containsExactly(none, half, more);
    }
}
