package dev.weir.reply;

import static dev.weir.reply.Decisions.blocked;
import static dev.weir.reply.Decisions.never;
import static dev.weir.reply.Decisions.refused;
import static dev.weir.reply.Decisions.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.engine.PolicyDecision;
import dev.weir.http.FakeRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTest {

    private static final String TYPES = "https://iana.org/assignments/http-problem-types";

    @Test
    void of_quotaExceeded_isTheResponseOfTheSpecification() {
        Map<String, String> fields = Map.of("RateLimit", "\"anonymous\";r=0;t=12");
        Refusal refusal = new Refusal(List.of(refused("anonymous", 11_500)), decision -> true);
        Reply reply = Reply.of(refusal, BodyFormat.PROBLEM, fields);
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.contentType()).isEqualTo("application/problem+json");
        assertThat(reply.fields())
                .isEqualTo(Map.of(
                        "Cache-Control", "no-store", "Retry-After", "12", "RateLimit", "\"anonymous\";r=0;t=12"));
        assertThat(reply.body())
                .isEqualTo("{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\","
                        + "\"title\":\"Request cannot be satisfied as assigned quota has been exceeded\","
                        + "\"status\":429,\"detail\":\"Retry after 12 seconds.\","
                        + "\"violated-policies\":[\"anonymous\"]}");
    }

    @Test
    void of_severalPolicies_namesAllThatMayBeTold() {
        assertThat(reply(refused("a", 1), refused("b", 1)).body())
                .contains("\"detail\":\"Retry after 1 second.\",\"violated-policies\":[\"a\",\"b\"]}");
    }

    @Test
    void of_nothingDisclosed_namesNoPolicy() {
        Refusal refusal = new Refusal(List.of(refused("login", 1)), decision -> false);
        assertThat(Reply.of(refusal, BodyFormat.PROBLEM, Map.of()).body())
                .endsWith("\"status\":429,\"detail\":\"Retry after 5 seconds.\"}");
    }

    @Test
    void of_costThatNeverFits_hasNoRetryAfter() {
        Reply reply = reply(never("a"));
        assertThat(reply.fields()).doesNotContainKey("Retry-After");
        assertThat(reply.body()).contains("can never be admitted").doesNotContain("Retry after");
    }

    @Test
    void of_blocked_isAbnormalUsage() {
        Reply reply = reply(blocked("a", 300_000));
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.fields()).containsEntry("Retry-After", "300");
        assertThat(reply.body())
                .startsWith("{\"type\":\"" + TYPES + "#abnormal-usage-detected\","
                        + "\"title\":\"Request not satisfied due to detection of abnormal request pattern\","
                        + "\"status\":429,");
    }

    @Test
    void of_unavailable_isReducedCapacity() {
        Reply reply = reply(unavailable("a"));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.fields()).containsEntry("Retry-After", "1").containsEntry("Cache-Control", "no-store");
        assertThat(reply.body())
                .startsWith("{\"type\":\"" + TYPES + "#temporary-reduced-capacity\",")
                .contains("\"status\":503,");
    }

    @Test
    void of_browser_isAPage() {
        FakeRequest browser = new FakeRequest().with("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        Refusal refusal = new Refusal(List.of(refused("a", 12_000)), decision -> true);
        Reply reply = Reply.of(refusal, BodyFormat.of(browser), Map.of());
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.contentType()).isEqualTo("text/html;charset=UTF-8");
        assertThat(reply.fields()).isEqualTo(Map.of("Cache-Control", "no-store", "Retry-After", "12"));
        assertThat(reply.body())
                .startsWith("<!DOCTYPE html>")
                .contains("<h1>Request cannot be satisfied as assigned quota has been exceeded</h1>")
                .contains("<p>Retry after 12 seconds.</p>");
    }

    @Test
    void denied_isA403() {
        assertThat(Reply.denied())
                .isEqualTo(new Reply(
                        403,
                        Map.of("Cache-Control", "no-store"),
                        "application/problem+json",
                        "{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
                                + "\"detail\":\"This address is denied.\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "ETag, true",
        "content-length, true",
        "cache-control, true",
        "RETRY-AFTER, true",
        "X-Frame-Options, false"
    })
    void replaces_fieldOfTheBodyOrOfItsOwn_andNoOther(String field, boolean replaced) {
        assertThat(reply(refused("a", 1)).replaces(field)).isEqualTo(replaced);
    }

    private static Reply reply(PolicyDecision... refusals) {
        return Reply.of(new Refusal(List.of(refusals), decision -> true), BodyFormat.PROBLEM, Map.of());
    }
}
