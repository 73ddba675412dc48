package dev.weir.outbound.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.outbound.remote.Fields;
import dev.weir.outbound.remote.LimitedWhen;
import dev.weir.outbound.remote.RemoteAnswer;
import dev.weir.outbound.retry.RetryDecision.Again;
import dev.weir.outbound.retry.RetryDecision.End;
import dev.weir.outbound.retry.RetryDecision.Reason;
import dev.weir.outbound.settings.OutboundSettingsReader;
import dev.weir.outbound.settings.RetrySettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryRulesTest {

    private static final LimitedWhen LIMITED_WHEN = LimitedWhen.read(List.of("status:429", "status:503"), 65_536);

    private final VirtualTime time = new VirtualTime(true);

    /** The settings of a policy {@code kis} with some properties. */
    static RetrySettings settings(String... properties) {
        Map<String, String> all = new HashMap<>();
        for (String property : properties) {
            all.put("kis." + property.split("=")[0], property.split("=")[1]);
        }
        return OutboundSettingsReader.read(all, Set.of("kis"), (property, rule, value) -> {
                    throw new IllegalArgumentException(property + ": " + rule);
                })
                .throttles()
                .get("kis")
                .retry();
    }

    private RetryRules rules(String... properties) {
        RetrySettings settings = settings(properties);
        return new RetryRules(settings, new RetryBudget(settings.budget(), "a", time), new Random(3));
    }

    private Judgement answer(int status, Map<String, List<String>> fields) {
        RemoteAnswer answer =
                RemoteAnswer.read(LIMITED_WHEN, status, Fields.of(fields), Optional.empty(), time.instant());
        return answer.limited()
                ? Judgement.limited(answer, Optional.empty())
                : Judgement.status(Judgement.Kind.STATUS, status, answer, Optional.of("GET"));
    }

    private Judgement refused(String retryAfter) {
        return answer(429, Map.of("Retry-After", List.of(retryAfter)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "Sun, 06 Nov 1994 08:49:37 GMT", "soon", "0"})
    void decide_retryAfterThatIsNone_waitsBetween50And250Millis(String retryAfter) {
        for (int i = 0; i < 10; i++) {
            RetryDecision decision = rules().decide(refused(retryAfter), 1, Duration.ZERO);

            assertThat(decision)
                    .isInstanceOfSatisfying(
                            Again.class,
                            again ->
                                    assertThat(again.delay()).isBetween(Duration.ofMillis(50), Duration.ofMillis(250)));
        }
    }

    @Test
    void decide_hugeRetryAfter_isNotRepeatedEarly() {
        assertThat(rules().decide(refused("99999999999"), 1, Duration.ZERO))
                .isEqualTo(new RetryDecision.End(RetryDecision.Reason.DEADLINE));
    }

    @Test
    void decide_retryAfterTwoSeconds_waitsTwoSeconds() {
        assertThat(rules().decide(refused("2"), 1, Duration.ZERO)).isEqualTo(new Again(Duration.ofSeconds(2)));
    }

    @Test
    void decide_dateOfARemoteClockThatIsAnHourBehind_waitsAsLongAsItMeans() {
        Judgement refused = answer(
                503,
                Map.of(
                        "Date", List.of("Mon, 30 Nov 2026 19:00:00 GMT"),
                        "Retry-After", List.of("Mon, 30 Nov 2026 19:00:02 GMT")));

        assertThat(rules().decide(refused, 1, Duration.ZERO)).isEqualTo(new Again(Duration.ofSeconds(2)));
    }

    @Test
    void decide_retryAfterBeyondTheDeadline_endsAtOnce() {
        RetryRules rules = rules("deadline=30s");

        assertThat(rules.decide(refused("300"), 1, Duration.ZERO)).isEqualTo(new End(Reason.DEADLINE));
        assertThat(rules.decide(refused("30"), 1, Duration.ZERO)).isEqualTo(new End(Reason.DEADLINE));
        assertThat(rules.decide(refused("29"), 1, Duration.ofMillis(999))).isEqualTo(new Again(Duration.ofSeconds(29)));
        assertThat(rules.decide(refused("29"), 1, Duration.ofMillis(1_000))).isEqualTo(new End(Reason.DEADLINE));
    }

    @Test
    void decide_callThatIsNotRepeated_takesNothingOfTheBudget() {
        RetryRules rules = rules("deadline=1s");
        for (int i = 0; i < 100; i++) {
            assertThat(rules.decide(refused("300"), 1, Duration.ZERO)).isEqualTo(new End(Reason.DEADLINE));
            assertThat(rules.decide(refused("0"), 6, Duration.ZERO)).isEqualTo(new End(Reason.RETRIES));
            assertThat(rules.decide(Judgement.io(Optional.of("POST")), 1, Duration.ZERO))
                    .isEqualTo(new End(Reason.NOT_REPEATABLE));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(rules.decide(refused("0"), 1, Duration.ZERO)).isInstanceOf(Again.class);
        }
        assertThat(rules.decide(refused("0"), 1, Duration.ZERO)).isEqualTo(new End(Reason.BUDGET));
    }

    @ParameterizedTest
    @CsvSource({
        "GET,true",
        "HEAD,true",
        "PUT,true",
        "DELETE,true",
        "OPTIONS,true",
        "TRACE,true",
        "POST,false",
        "PATCH,false",
        "CONNECT,false",
        ",false"
    })
    void decide_inputOrOutputError_isRepeatedForIdempotentMethods(String method, boolean repeated) {
        RetryDecision decision = rules().decide(Judgement.io(Optional.ofNullable(method)), 1, Duration.ZERO);

        assertThat(decision instanceof Again).isEqualTo(repeated);
    }

    @Test
    void decide_postThatWasRefused_isRepeated() {
        RemoteAnswer refusal = RemoteAnswer.refusal(Optional.empty());

        assertThat(rules().decide(Judgement.limited(refusal, Optional.of("POST")), 1, Duration.ZERO))
                .isInstanceOf(Again.class);
        assertThat(rules("retry-methods=none")
                        .decide(Judgement.limited(refusal, Optional.of("POST")), 1, Duration.ZERO))
                .isInstanceOf(Again.class);
        assertThat(rules("retry-on=io").decide(Judgement.limited(refusal, Optional.of("GET")), 1, Duration.ZERO))
                .isEqualTo(new End(Reason.NO_NEED));
    }

    @Test
    void decide_badGateway_isRepeatedUnlessItIsAPost() {
        RemoteAnswer answer = new RemoteAnswer(Optional.of(502), false, Optional.empty(), List.of());
        Judgement get = Judgement.status(Judgement.Kind.STATUS, 502, answer, Optional.of("GET"));
        Judgement post = Judgement.status(Judgement.Kind.STATUS, 502, answer, Optional.of("POST"));

        assertThat(rules().decide(get, 1, Duration.ZERO)).isInstanceOf(Again.class);
        assertThat(rules().decide(post, 1, Duration.ZERO)).isEqualTo(new End(Reason.NOT_REPEATABLE));
        assertThat(rules("retry-methods=any").decide(post, 1, Duration.ZERO)).isInstanceOf(Again.class);
    }

    @Test
    void decide_failureOrSuccess_isTheEnd() {
        assertThat(rules().decide(Judgement.failure(new IllegalStateException()), 1, Duration.ZERO))
                .isEqualTo(new End(Reason.NO_NEED));
        assertThat(rules().decide(Judgement.success(Optional.empty(), Optional.empty()), 1, Duration.ZERO))
                .isEqualTo(new End(Reason.NO_NEED));
    }

    @Test
    void decide_noRetries_endsAfterTheFirst() {
        assertThat(rules("retries=0").decide(refused("0"), 1, Duration.ZERO)).isEqualTo(new End(Reason.RETRIES));
    }

    @Test
    void decide_exhaustedLimitOfTheOtherSide_waitsUntilItsReset() {
        Judgement refused =
                answer(429, Map.of("x-ratelimit-remaining", List.of("0"), "x-ratelimit-reset", List.of("7s")));

        assertThat(rules().decide(refused, 1, Duration.ZERO)).isEqualTo(new Again(Duration.ofSeconds(7)));
    }
}
