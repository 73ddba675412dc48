package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.login.SubmittedNames;
import dev.weir.reply.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Logins by address and by username. */
class LoginsTest extends LoginsFixture {

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
