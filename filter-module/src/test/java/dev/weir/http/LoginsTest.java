package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.login.SubmittedNames;
import dev.weir.reply.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins by address and by username, and what attackers make of it. */
class LoginsTest {

    private static final int REFUSED = 429;

    private final LimiterFixture fixture = login();

    private static LimiterFixture login(String... more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "policy.login.limit", "5/1m",
                "policy.login.match", "POST /login",
                "policy.login.username", "param:username"));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return new LimiterFixture(
                Map.of("byHeader", request -> Key.of(request.header("X-Login").orElseThrow())),
                properties.entrySet().stream()
                        .flatMap(each -> List.of(each.getKey(), each.getValue()).stream())
                        .toArray(String[]::new));
    }

    private static FakeRequest from(String address) {
        return new FakeRequest().to("POST", "/login").from(address);
    }

    private static String basic(String credentials) {
        return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** The status that a request gets, which the application answers with {@code status} if it is admitted. */
    private int send(FakeRequest request, int status) {
        return send(fixture, request, status);
    }

    private static int send(LimiterFixture fixture, FakeRequest request, int status) {
        RequestDecisions decisions = fixture.limiter.newRequestDecisions();
        List<Decision> refusals = fixture.admit(request, decisions, "login");
        int sent = status;
        if (!refusals.isEmpty()) {
            Reply unused = fixture.limiter.refuse(request, decisions, refusals);
            sent = REFUSED;
        }
        fixture.outcomes.ended(decisions, sent);
        return sent;
    }

    private int fail(String address, String username) {
        return send(from(address).submitting(username), 401);
    }

    private int succeed(String address, String username) {
        return send(from(address).submitting(username), 200);
    }

    private static String address(int i) {
        return "198.51." + i / 250 + "." + i % 250;
    }

    @Test
    void oneAddress_sprayingUsernames_isStoppedByItsAddress() {
        int tried = 0;
        for (int i = 0; i < 1_000; i++) {
            tried += fail("203.0.113.9", "user" + i) == REFUSED ? 0 : 1;
        }
        assertThat(tried).isEqualTo(5);
        assertThat(fail("203.0.113.8", "user999"))
                .as("refused attempts count for nobody")
                .isEqualTo(401);
        assertThat(fixture.remaining("login", Key.login("user999"))).isEqualTo(4);
    }

    @Test
    void oneUsername_fromThousandAddresses_isStoppedByItsName() {
        int tried = 0;
        for (int i = 0; i < 1_000; i++) {
            tried += fail(address(i), "victim") == REFUSED ? 0 : 1;
        }
        assertThat(tried).isEqualTo(5);
        assertThat(fixture.remaining("login", Key.address(address(999))))
                .as("all or nothing")
                .isEqualTo(5);
    }

    @Test
    void victim_atHisOwnAddress_isNeverLockedOut() {
        assertThat(succeed("203.0.113.9", "victim")).isEqualTo(200);
        for (int minute = 0; minute < 60; minute++) {
            for (int i = 0; i < 50; i++) {
                int unused = fail(address(i), "victim");
            }
            assertThat(fail(address(999), "victim")).as("others").isEqualTo(REFUSED);
            assertThat(succeed("203.0.113.9", "victim")).as("minute %d", minute).isEqualTo(200);
            fixture.clock.advance(Duration.ofMinutes(1));
        }
    }

    @Test
    void victim_atHisOwnAddress_isLimitedThereLikeAnybody() {
        assertThat(succeed("203.0.113.9", "victim")).isEqualTo(200);
        fixture.clock.advance(Duration.ofMinutes(2));
        for (int i = 0; i < 5; i++) {
            assertThat(fail("203.0.113.9", "victim")).isEqualTo(401);
        }
        assertThat(fail("203.0.113.9", "victim")).isEqualTo(REFUSED);
        assertThat(fixture.remaining("login", Key.login("victim")))
                .as("elsewhere")
                .isEqualTo(5);
    }

    @Test
    void victim_withIpv6_isKnownInHisNetwork() {
        assertThat(succeed("2001:db8:1:2::9", "victim")).isEqualTo(200);
        for (int i = 0; i < 6; i++) {
            int unused = fail(address(i), "victim");
        }
        assertThat(succeed("2001:db8:1:2:ffff::1", "victim")).isEqualTo(200);
        assertThat(succeed("2001:db8:1:3::9", "victim")).isEqualTo(REFUSED);
    }

    @Test
    void address_unusedForNinetyDays_isNotKnownAnyMore() {
        assertThat(succeed("203.0.113.9", "victim")).isEqualTo(200);
        fixture.clock.advance(Duration.ofDays(91));
        for (int i = 0; i < 6; i++) {
            int unused = fail(address(i), "victim");
        }
        assertThat(succeed("203.0.113.9", "victim")).isEqualTo(REFUSED);
    }

    @Test
    void attacker_withAnAccountOfHisOwn_winsNothing() {
        assertThat(succeed("203.0.113.66", "mallory")).isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            assertThat(fail(address(i), "victim")).isEqualTo(401);
            assertThat(succeed(address(i), "mallory")).isEqualTo(200);
        }
        assertThat(fail("203.0.113.66", "victim")).isEqualTo(REFUSED);
    }

    @Test
    void attacker_whoNamesTheVictimBesideHimself_isNotKnownAsTheVictim() {
        FakeRequest both =
                from("203.0.113.66").submitting("mallory").with("Authorization", "Basic " + basic("victim:guess"));
        assertThat(send(both, 200)).isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            int unused = fail(address(i), "victim");
        }
        assertThat(fail("203.0.113.66", "victim")).isEqualTo(REFUSED);
    }

    @Test
    void attacker_whoLooksAtTheLoginPage_isNotKnownAsTheVictim() {
        FakeRequest page = from("203.0.113.66").to("GET", "/login").submitting("victim");
        assertThat(send(page, 200)).isEqualTo(200);
        for (int i = 0; i < 5; i++) {
            int unused = fail(address(i), "victim");
        }
        assertThat(fail("203.0.113.66", "victim")).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VICTIM",
                " victim ",
                "\uff36\uff49\uff43\uff54\uff49\uff4d",
                "v\u2170ctim",
                "vic\u200dtim",
                "\ud835\udcf3\u200bvictim"
            })
    void otherSpellings_countForTheSameName(String spelling) {
        String meant = spelling.startsWith("\ud835\udcf3") ? "jvictim" : "victim";
        for (int i = 0; i < 5; i++) {
            assertThat(fail(address(i), i % 2 == 0 ? meant : spelling)).isEqualTo(401);
        }
        assertThat(fail(address(9), spelling)).isEqualTo(REFUSED);
        assertThat(fail(address(9), meant)).isEqualTo(REFUSED);
        assertThat(fail(address(9), "somebody else")).isEqualTo(401);
    }

    @Test
    void unclearRequests_haveOneCounterTogether() {
        List<FakeRequest> unclear = List.of(
                from(address(0)).submitting("victim", "alice"),
                from(address(1)).submitting(SubmittedNames.UNCLEAR),
                from(address(2)).submitting(new SubmittedNames(List.of("victim"), false)),
                from(address(3)).submitting("\u200b"),
                from(address(4)).failing());
        for (FakeRequest each : unclear) {
            assertThat(send(each, 401)).isEqualTo(401);
        }
        assertThat(send(from(address(5)).submitting("victim", "x" + 1), 401)).isEqualTo(REFUSED);
        assertThat(fail(address(5), "victim")).as("clear ones go on").isEqualTo(401);
        assertThat(succeed(address(6), "alice")).isEqualTo(200);
    }

    @Test
    void sameNameTwice_isThatName() {
        assertThat(send(from(address(0)).submitting("victim", "VICTIM"), 401)).isEqualTo(401);
        assertThat(fixture.remaining("login", Key.login("victim"))).isEqualTo(4);
    }

    @Test
    void noName_isCountedByAddressAlone() {
        for (int i = 0; i < 5; i++) {
            assertThat(send(from("203.0.113.9"), 401)).isEqualTo(401);
        }
        assertThat(send(from("203.0.113.9"), 401)).isEqualTo(REFUSED);
        assertThat(send(from("203.0.113.8").submitting("  "), 401)).isEqualTo(401);
    }

    @Test
    void bodyThatWasReadAlready_isCountedByAddressAloneAndLogged() {
        assertThat(send(from("203.0.113.9").readAlready(), 401)).isEqualTo(401);
        assertThat(fixture.problems.times()).isEqualTo(1);
    }

    @Test
    void successes_countForTheAddressAlone() {
        for (int i = 0; i < 20; i++) {
            assertThat(succeed(address(i), "alice")).isEqualTo(200);
        }
        assertThat(fixture.remaining("login", Key.login("alice"))).isEqualTo(5);
        assertThat(fixture.remaining("login", Key.address(address(0)))).isEqualTo(4);
    }

    @Test
    void manyInFlight_doNotExceedTheLimitOfAName() {
        for (int i = 0; i < 5; i++) {
            assertThat(fixture.admit(from(address(i)).submitting("victim"), "login"))
                    .isEmpty();
        }
        assertThat(fixture.admit(from(address(5)).submitting("victim"), "login"))
                .hasSize(1);
    }

    @Test
    void unknownUser_isAskedForLikeAKnownOne() {
        assertThat(succeed("203.0.113.9", "known")).isEqualTo(200);
        fixture.clock.advance(Duration.ofMinutes(6));
        int before = fixture.store.operations;
        assertThat(fail("203.0.113.1", "known")).isEqualTo(401);
        int known = fixture.store.operations - before;
        assertThat(fail("203.0.113.2", "unknown")).isEqualTo(401);
        assertThat(fixture.store.operations - before - known).isEqualTo(known);
    }

    @Test
    void basicCredentials_areAlwaysAUsername() {
        LimiterFixture plain = new LimiterFixture(Map.of(), "policy.login.match", "/**");
        for (String scheme : List.of("Basic ", "basic ", "BASIC   ", "Basic \t", "Basic ")) {
            FakeRequest request = from(address(scheme.hashCode() & 0xff))
                    .with("Authorization", scheme + basic("victim:wrong:password"));
            assertThat(send(plain, request, 401)).isEqualTo(401);
        }
        assertThat(plain.remaining("login", Key.login("victim"))).isZero();
        assertThat(send(plain, from("203.0.113.9").with("Authorization", "Bearer " + basic("victim:x")), 401))
                .isEqualTo(401);
    }

    @Test
    void basicCredentialsBesideAForm_bothNamesCount() {
        FakeRequest request =
                from("203.0.113.9").submitting("alice").with("Authorization", "Basic " + basic("victim:guess"));
        assertThat(send(request, 401)).isEqualTo(401);
        assertThat(fixture.remaining("login", Key.login("alice"))).isEqualTo(4);
        assertThat(fixture.remaining("login", Key.login("victim"))).isEqualTo(4);
        assertThat(fixture.remaining("login")).isEqualTo(4);
    }

    @Test
    void bean_saysTheName() {
        LimiterFixture byBean = login("policy.login.username", "bean:byHeader");
        assertThat(send(byBean, from("203.0.113.9").with("X-Login", "Alice"), 401))
                .isEqualTo(401);
        assertThat(byBean.remaining("login", Key.login("alice"))).isEqualTo(4);
        assertThat(send(byBean, from("203.0.113.9"), 401)).as("it throws").isEqualTo(401);
        assertThat(byBean.problems.times()).isEqualTo(1);
    }

    @Test
    void event_saysThatALoginHasSucceeded() {
        LimiterFixture told = login("policy.login.success", "event");
        assertThat(send(told, from("203.0.113.9").submitting("alice"), 200)).isEqualTo(200);
        assertThat(told.remaining("login", Key.login("alice"))).as("no event").isEqualTo(4);
        FakeRequest request = from("203.0.113.9").submitting("alice");
        RequestDecisions decisions = told.limiter.newRequestDecisions();
        assertThat(told.admit(request, decisions, "login")).isEmpty();
        told.logins.succeeded("alice", request, decisions);
        told.outcomes.ended(decisions, 200);
        assertThat(told.remaining("login", Key.login("alice"))).isEqualTo(4);
        for (int i = 0; i < 6; i++) {
            int unused = send(told, from(address(i)).submitting("alice"), 401);
        }
        assertThat(send(told, from("203.0.113.9").submitting("alice"), 401)).isEqualTo(401);
    }

    @Test
    void event_ofARequestWithoutAName_knowsTheAddress() {
        RequestDecisions decisions = fixture.limiter.newRequestDecisions();
        FakeRequest callback = new FakeRequest().to("GET", "/callback").from("203.0.113.9");
        fixture.logins.succeeded("Alice", callback, decisions);
        fixture.outcomes.ended(decisions, 302);
        for (int i = 0; i < 6; i++) {
            int unused = fail(address(i), "alice");
        }
        assertThat(fail("203.0.113.9", "alice")).isEqualTo(401);
    }

    @Test
    void disclosure_full_showsTheTightestOnce() {
        LimiterFixture full = login("policy.login.disclosure", "full");
        for (int i = 0; i < 3; i++) {
            int unused = send(full, from(address(i)).submitting("alice"), 401);
        }
        Map<String, String> written = new HashMap<>();
        RequestDecisions decisions = full.limiter.newRequestDecisions();
        decisions.writeFieldsTo(written::put);
        assertThat(full.admit(from("203.0.113.9").submitting("alice"), decisions, "login"))
                .isEmpty();
        assertThat(written.get("RateLimit")).matches("\"login\";r=1;t=\\d+");
        assertThat(written.get("RateLimit-Policy")).isEqualTo("\"login\";q=5;w=60");
    }

    @Test
    void refusal_byBoth_namesThePolicyOnce() {
        LimiterFixture full = login("policy.login.disclosure", "full");
        for (int i = 0; i < 5; i++) {
            int unused = send(full, from("203.0.113.9").submitting("alice"), 401);
        }
        FakeRequest request = from("203.0.113.9").submitting("alice");
        RequestDecisions decisions = full.limiter.newRequestDecisions();
        Reply reply = full.limiter.refuse(request, decisions, full.admit(request, decisions, "login"));
        assertThat(reply.body()).contains("\"violated-policies\":[\"login\"]");
    }

    @Test
    void refusedByAnotherPolicy_bothAreGivenBack() {
        LimiterFixture two = login("policies", "login,other", "policy.other.limit", "0/1h");
        FakeRequest request = from("203.0.113.9").submitting("alice");
        RequestDecisions decisions = two.limiter.newRequestDecisions();
        assertThat(two.admit(request, decisions, "login")).isEmpty();
        Reply unused = two.limiter.refuse(request, decisions, two.admit(request, decisions, "other"));
        assertThat(two.remaining("login", Key.login("alice"))).isEqualTo(5);
        assertThat(two.remaining("login")).isEqualTo(5);
    }

    @Test
    void secondAdapter_chargesNothingAgain() {
        FakeRequest request = from("203.0.113.9").submitting("alice");
        RequestDecisions decisions = fixture.limiter.newRequestDecisions();
        for (int i = 0; i < 3; i++) {
            assertThat(fixture.admit(request, decisions, "login")).isEmpty();
        }
        assertThat(fixture.remaining("login", Key.login("alice"))).isEqualTo(4);
        assertThat(fixture.remaining("login")).isEqualTo(4);
    }

    @Test
    void otherScope_asksForNoName() {
        LimiterFixture other = LimiterFixture.of("api", "5/1h");
        FakeRequest request = new FakeRequest().failing().with("Authorization", "Basic " + basic("alice:x"));
        assertThat(other.admit(request, "api")).isEmpty();
        assertThat(other.problems.times()).isZero();
        assertThat(other.store.operations).isEqualTo(1);
    }
}
