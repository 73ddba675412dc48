package dev.weir.outbound.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.outbound.it.app.Api;
import dev.weir.outbound.strict.ArrivalLog;
import dev.weir.outbound.strict.StrictAnswer;
import dev.weir.outbound.strict.StrictRemote;
import dev.weir.outbound.strict.StrictRules;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each way to make a limited call, on Payara Micro; what arrives at a strict remote decides. Refusals of the remote
 * slow a policy down for the tests after them, and so come last.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ThrottleIT {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int AT_ONCE = 30;

    private static StrictRemote remote;
    private static PayaraProcess server;

    @BeforeAll
    static void start() {
        remote = StrictRemote.start(StrictRules.defaults());
        String root = "http://" + remote.uri("").getAuthority();
        server = PayaraProcess.launch(
                        "throttle",
                        List.of(Wars.ofPackage("throttle", Api.class)),
                        Map.of("remote.uri", root),
                        List.of("--nocluster"))
                .awaitReady();
        assertThat(server.log()).contains("\"Context Root\"");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        remote.close();
    }

    private static List<String> calls(String way, int count) {
        return get("/api/calls/" + way + "?count=" + count).lines().toList();
    }

    private static String get(String path) {
        HttpResponse<String> response = Http.get(server.uri(path));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static List<String> events() {
        return get("/api/calls/events").lines().toList();
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {"free", "rest-free"})
    void call_withoutLimit_isRefusedByTheRemote(String way) {
        remote.clear();
        calls(way, AT_ONCE);
        assertThat(remote.log().count()).isEqualTo(AT_ONCE);
        assertThat(remote.log().refusals()).isPositive();
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(
            strings = {
                "bean",
                "stage",
                "class",
                "class-method",
                "call",
                "call-async",
                "acquire",
                "acquire-async",
                "jax-rs",
                "rest-class",
                "rest-method",
                "rest-value",
                "rest-later",
                "rest-built"
            })
    void call_thirtyAtOnce_takesAPermitEachAndNoneIsRefused(String way) {
        remote.clear();
        assertThat(calls(way, AT_ONCE)).hasSize(AT_ONCE).allMatch(line -> line.startsWith("200 "));
        ArrivalLog log = remote.log();
        assertThat(log.count()).isEqualTo(AT_ONCE);
        assertThat(log.refusals()).isZero();
        assertThat(log.mostIn(SECOND)).isLessThanOrEqualTo(20);
        assertThat(log.span()).isGreaterThanOrEqualTo(SECOND);
        // once each: an interceptor and a filter of the client do not both take one
        assertThat(get("/api/calls/" + way + "/count")).isEqualTo(String.valueOf(AT_ONCE));
        await().until(() -> events().contains("near " + way));
    }

    @Test
    @Order(1)
    void call_ofTwoPolicies_keepsTheNarrower() {
        remote.clear();
        assertThat(calls("both", 8)).hasSize(8).allMatch(line -> line.startsWith("200 "));
        assertThat(remote.log().mostIn(SECOND)).isLessThanOrEqualTo(5);
        assertThat(remote.log().span()).isGreaterThanOrEqualTo(SECOND);
    }

    @Test
    @Order(1)
    void call_withoutPermitInTime_failsAtOnce() {
        remote.clear();
        assertThat(calls("hourly", 1)).allMatch(line -> line.startsWith("200 "));
        assertThat(calls("hourly", 1)).singleElement().asString().startsWith("ThrottleTimeoutException");
        assertThat(calls("client-hourly", 1)).allMatch(line -> line.startsWith("200 "));
        assertThat(calls("client-hourly", 1))
                .singleElement()
                .asString()
                .startsWith("ProcessingException by ThrottleTimeoutException");
        assertThat(remote.log().count()).isEqualTo(2);
    }

    @Test
    @Order(1)
    void call_ofAPolicyThatThereIsNot_isRefused() {
        remote.clear();
        assertThat(calls("unknown", 1)).containsExactly("IllegalArgumentException: no such policy, was \"unknown\"");
        assertThat(remote.log().count()).isZero();
    }

    @Test
    @Order(1)
    void retry_ofFaultTolerance_takesAPermitEachTime() {
        remote.clear();
        assertThat(calls("retried", 1)).containsExactly("IllegalStateException: answered by 200");
        ArrivalLog log = remote.log();
        assertThat(log.count()).isEqualTo(4);
        assertThat(log.gaps()).allMatch(gap -> gap.toMillis() >= 40);
        assertThat(get("/api/calls/retried/count")).isEqualTo("4");
    }

    @Test
    @Order(1)
    void pause_ofAPolicy_isObservedAndHolds() {
        remote.clear();
        assertThat(calls("paused", 1)).containsExactly("200 {\"rt_cd\":\"0\",\"msg_cd\":\"MCA00000\"}");
        long before = System.nanoTime();
        assertThat(Http.post(server.uri("/api/calls/paused/pause?millis=1500"))
                        .join()
                        .statusCode())
                .isEqualTo(204);
        await().until(() -> events().contains("paused paused"));
        assertThat(calls("paused", 1)).allMatch(line -> line.startsWith("200 "));
        assertThat(remote.log().arrivals().get(1).nanos() - before).isGreaterThan(SECOND.toNanos());
    }

    @ParameterizedTest
    @Order(2)
    @CsvSource({
        "bean, 500",
        "stage, 200",
        "class, 500",
        "call, 200",
        "call-async, 500",
        "rest-class, 200",
        "rest-method, 500",
        "rest-value, 200"
    })
    void refusal_ofTheRemote_isRepeated(String way, int status) {
        remote.clear();
        remote.answerNext(StrictAnswer.limited(status));
        assertThat(calls(way, 1)).singleElement().asString().startsWith("200 ");
        assertThat(remote.log().count()).isEqualTo(2);
        await().until(() -> events().containsAll(List.of("limited " + way, "paused " + way)));
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(strings = {"jax-rs", "rest-later"})
    void refusal_ofTheRemote_isPassedOnByAClientAndNoticed(String way) {
        remote.clear();
        remote.answerNext(StrictAnswer.limited(500).withRetryAfter("1"));
        assertThat(calls(way, 1))
                .singleElement()
                .asString()
                .startsWith("500 {\"rt_cd\":\"1\",\"msg_cd\":\"EGW00201\"")
                .endsWith("}");
        await().until(() -> events().containsAll(List.of("limited " + way + " PT1S", "paused " + way)));
        assertThat(calls(way, 1)).singleElement().asString().startsWith("200 ");
        assertThat(remote.log().count()).isEqualTo(2);
        assertThat(remote.log().gaps().get(0)).isGreaterThanOrEqualTo(SECOND);
    }

    @Test
    @Order(3)
    void metrics_ofCalls_sayWhatArrived() {
        List<String> lines = get("/metrics").lines().toList();
        // 30 at first, and after that one that was refused and repeated
        assertThat(sum(lines, "ratelimit_throttle_calls_total", "policy=\"call\""))
                .isEqualTo(AT_ONCE + 2);
        assertThat(sum(lines, "ratelimit_throttle_retries_total", "policy=\"call\""))
                .isEqualTo(1);
        assertThat(sum(lines, "ratelimit_throttle_remote_refusals_total", "policy=\"call\""))
                .isEqualTo(1);
        assertThat(sum(lines, "ratelimit_throttle_remote_refusals_total", "policy=\"jax-rs\""))
                .isEqualTo(1);
        assertThat(sum(lines, "ratelimit_throttle_queued", "policy=\"call\"")).isZero();
        assertThat(lines).anyMatch(line -> line.startsWith("ratelimit_throttle_wait_p99_seconds{"));
    }

    private static double sum(List<String> lines, String name, String label) {
        List<String> found = lines.stream()
                .filter(line -> line.startsWith(name + "{") && line.contains(label))
                .toList();
        assertThat(found).as(name).isNotEmpty();
        return found.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    @Order(1)
    void acquire_inRequestsOfTenants_countsEachTenantByItself() {
        assertThat(get("/api/tenants/acme")).isEqualTo("3");
        assertThat(get("/api/tenants/ACME")).isEqualTo("0");
        assertThat(get("/api/tenants/other/for/acme")).isEqualTo("0");
        assertThat(get("/api/tenants/other")).isEqualTo("3");
        assertThat(get("/api/tenants/acme/for/third")).isEqualTo("3");
    }

    @Test
    @Order(3)
    void administration_ofTheModule_hasASection() {
        HttpResponse<String> response = Http.get(server.uri("/limits/sections"), "olga", "olga-secret");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonObject section = Json.createReader(new StringReader(response.body()))
                .readObject()
                .getJsonArray("sections")
                .getJsonObject(0);
        assertThat(section.getString("name")).isEqualTo("throttle");
        List<String> columns = section.getJsonArray("columns").getValuesAs(JsonString::getString);
        List<String> row = section.getJsonArray("rows").stream()
                .map(each -> each.asJsonArray().getValuesAs(JsonString::getString))
                .filter(each -> each.get(0).equals("call"))
                .findFirst()
                .orElseThrow();
        assertThat(row.get(columns.indexOf("calls"))).isEqualTo(String.valueOf(AT_ONCE + 2));
        assertThat(row.get(columns.indexOf("succeeded"))).isEqualTo(String.valueOf(AT_ONCE + 1));
        assertThat(row.get(columns.indexOf("refused by the remote"))).isEqualTo("1");
        assertThat(row.get(columns.indexOf("in flight"))).isEqualTo("0");
        assertThat(row.get(columns.indexOf("rate"))).contains("/");
        assertThat(row.get(columns.indexOf("paused until"))).matches("\u2013|[-0-9T:]+Z");
        assertThat(section.getJsonArray("rows"))
                .allSatisfy(each -> assertThat(each.asJsonArray()).hasSameSizeAs(columns));
    }

    @Test
    @Order(3)
    void log_ofTheServer_hasNoFailureOfTheModule() {
        assertThat(Arrays.stream(server.log().split("(?m)^(?=\\[20\\d\\d-)"))
                        .filter(record -> record.contains("dev.weir.") && record.contains("Exception"))
                        .filter(record -> !record.contains("dev.weir.outbound.it.")))
                .isEmpty();
    }
}
