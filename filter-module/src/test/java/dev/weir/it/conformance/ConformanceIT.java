package dev.weir.it.conformance;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.it.Visitor;
import dev.weir.it.conformance.ejb.StatelessBean;
import dev.weir.it.conformance.web.Quotes;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every place that {@code docs/where-it-works.md} has a row for, on Payara Micro. */
class ConformanceIT {

    private static Visitor visitor() {
        return Visitor.of(ConformanceWar.running().root());
    }

    /** Limited to one call of each client an hour, and to nothing else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource",
                "resource/sub",
                "interface/orders",
                "customers/1",
                "cdi/application",
                "cdi/request",
                "cdi/session",
                "cdi/conversation",
                "cdi/dependent",
                "cdi/observer",
                "cdi/limited-observer",
                "ejb/stateless",
                "ejb/singleton",
                "ejb/stateful",
                "ejb/local",
                "ejb-resource",
                "ejb/whole",
                "ejb-chain",
                "concurrent/asynchronous",
                "microprofile/retry",
                "microprofile/retry-around",
                "microprofile/retry-abort",
                "microprofile/breaker",
                "microprofile/fallback",
                "microprofile/fallback-skip",
                "microprofile/timeout-around",
                "microprofile/asynchronous",
                "transaction/itself",
                "transaction/around",
            })
    void place_secondCall_isA429(String site) {
        Visitor visitor = visitor();
        HttpResponse<String> admitted = visitor.get("/api/" + site);
        assertThat(admitted.statusCode()).as(admitted.body()).isEqualTo(200);
        assertThat(field(admitted, "RateLimit")).contains(";r=0;");
        HttpResponse<String> refused = visitor.get("/api/" + site);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
        assertThat(field(refused, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(field(refused, "Retry-After")).isNotEmpty();
        assertThat(visitor().status("/api/" + site)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"resource/free", "cdi/free", "ejb/stateless-free", "ejb/singleton-free", "ejb/stateful-free"})
    void place_besideOneThatIsLimited_isNot(String site) {
        assertThat(visitor().statuses("/api/" + site, 3)).containsOnly(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/servlet", "/by-filter", "/form.xhtml"})
    void servlet_secondCall_isA429(String path) {
        assertThat(visitor().statuses(path, 2)).containsExactly(200, 429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"runtime", "completion", "execution", "undeclared", "web"})
    void refusal_wrapped_isA429(String wrapper) {
        assertThat(visitor().statuses("/api/cdi/wrapped/" + wrapper, 2)).containsExactly(200, 429);
    }

    @Test
    void refusal_inAFailedStage_isA429() {
        assertThat(visitor().statuses("/api/cdi/stage", 2)).containsExactly(200, 429);
    }

    @Test
    void refusal_inAResponseOfTheApplication_isThatResponse() {
        assertThat(visitor().statuses("/api/cdi/wrapped/web-with-entity", 2)).containsExactly(200, 500);
    }

    @Test
    void inherited_resourcesOfOneSuperclass_shareTheCounter() {
        Visitor visitor = visitor();
        assertThat(visitor.status("/api/customers/1")).isEqualTo(200);
        assertThat(visitor.status("/api/invoices/1")).isEqualTo(429);
    }

    @Test
    void seeder_atStartup_isAdmitted() {
        assertThat(visitor().get("/api/ejb/seeder").body()).isEqualTo("stateless application stateless application");
    }

    @Test
    void log_callsWithoutRequest_areSaidOnceForEachPlace() {
        assertThat(ConformanceWar.running().log())
                .containsOnlyOnce(StatelessBean.class.getName() + ".limited was called without a request")
                .containsOnlyOnce(Quotes.class.getName() + "$OfApplication.limited was called without a request");
    }

    /** An EJB container logs what it takes for a failure of the system, with its stack. */
    @Test
    void log_refusals_areNotThere() {
        assertThat(visitor().statuses("/api/ejb-chain", 2)).containsExactly(200, 429);
        assertThat(visitor().statuses("/api/ejb/stateless", 2)).containsExactly(200, 429);
        assertThat(ConformanceWar.running().log()).doesNotContain("RateLimitExceededException");
    }

    @Test
    void timers_moreOftenThanTheirLimit_areAdmitted() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(visitor().get("/api/ejb/timers").body())
                        .matches("([2-9]|\\d\\d+) ([2-9]|\\d\\d+) many"));
    }

    /** Whom the container does not let in was not charged. */
    @Test
    void secured_withoutRole_isNotCharged() {
        HttpResponse<String> response = visitor().get("/api/ejb/secured");
        assertThat(response.statusCode()).isIn(403, 500);
        assertThat(field(response, "RateLimit")).isEmpty();
    }

    @Test
    void self_callsOfAllClients_areOfOneClient() {
        assertThat(visitor().get("/api/self").body()).isEqualTo("resource");
        assertThat(visitor().get("/api/self").body()).isEqualTo("status 429");
    }

    /** They run on threads of their own, where nothing tells who caused them. */
    @ParameterizedTest
    @ValueSource(strings = {"concurrent/executor", "microprofile/asynchronous-around"})
    void thread_ofTheApplication_hasNoRequest(String site) {
        assertThat(visitor().statuses("/api/" + site, 2)).containsExactly(200, 200);
    }

    @Test
    void session_passivatedAndActivated_isLimited() {
        Visitor visitor = visitor();
        HttpResponse<String> admitted = visitor.get("/api/cdi/session");
        Visitor later = visitor.with("Cookie", field(admitted, "Set-Cookie").replaceAll(";.*", ""));
        assertThat(later.get("/passivation").body()).startsWith("activated ");
        HttpResponse<String> refused = later.get("/api/cdi/session");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
        assertThat(later.from("198.18.255.1").get("/api/cdi/session").body()).isEqualTo("session");
    }

    /** The limit is outside of what repeats: 1 call and no more. Around it, each repetition asks again. */
    @ParameterizedTest
    @CsvSource({"retry, 0", "retry-around, 4", "retry-abort, 1"})
    void retry_refused_repeats(String site, String tries) {
        Visitor visitor = visitor();
        assertThat(visitor.status("/api/microprofile/" + site)).isEqualTo(200);
        visitor.get("/api/microprofile/tries");
        assertThat(visitor.status("/api/microprofile/" + site)).isEqualTo(429);
        assertThat(visitor.get("/api/microprofile/tries").body()).isEqualTo(tries);
    }

    @ParameterizedTest
    @CsvSource({"breaker, 200", "breaker-skip, 200", "breaker-around, 500"})
    void breaker_refusalsOfOneClient_others(String site, int status) {
        visitor().statuses("/api/microprofile/" + site, 3);
        assertThat(visitor().status("/api/microprofile/" + site)).isEqualTo(status);
    }

    @Test
    void fallback_around_answersInstead() {
        Visitor visitor = visitor();
        visitor.get("/api/microprofile/fallback-around");
        assertThat(visitor.get("/api/microprofile/fallback-around").body()).isEqualTo("instead");
    }

    @ParameterizedTest
    @CsvSource({"itself, ''", "around, rolled back", "commits, committed"})
    void transaction_refused_ends(String site, String end) {
        Visitor visitor = visitor();
        assertThat(visitor.status("/api/transaction/" + site)).isEqualTo(200);
        assertThat(visitor.get("/api/transaction/ends").body()).isEqualTo("committed");
        assertThat(visitor.status("/api/transaction/" + site)).isEqualTo(429);
        assertThat(visitor.get("/api/transaction/ends").body()).isEqualTo(end);
    }
}
