package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import dev.weir.Key;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Logins that the container makes, before any filter. */
class ContainerLoginsTest {

    private final LimiterFixture fixture = new LimiterFixture(
            Map.of(), "login.container", "true", "policy.login.limit", "3/1m", "exempt.addresses", "192.0.2.0/24");

    private static FakeRequest from(String address) {
        return new FakeRequest().from(address);
    }

    private ContainerLogins.Login begin(String address, String username) {
        return begin(address, username, "secret");
    }

    private ContainerLogins.Login begin(String address, String username, String password) {
        return fixture.containerLogins.begin(from(address), username, password, Optional.empty());
    }

    /** Whether the container was asked. */
    private boolean attempt(String address, String username, boolean succeeds) {
        ContainerLogins.Login login = begin(address, username);
        boolean asked = login.refusals().isEmpty();
        if (asked) {
            login.ended(succeeds);
        }
        return asked;
    }

    @Test
    void failures_ofOneAddress_areRefusedWithoutAsking() {
        for (int i = 0; i < 3; i++) {
            assertThat(attempt("203.0.113.9", "user" + i, false)).isTrue();
        }
        assertThat(attempt("203.0.113.9", "user3", false)).isFalse();
        assertThat(attempt("203.0.113.8", "user3", false)).isTrue();
    }

    @Test
    void failures_ofOneUsername_areRefusedButAtHome() {
        assertThat(attempt("203.0.113.9", "victim", true)).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(attempt("198.51.100." + i, "VICTIM", false)).isTrue();
        }
        assertThat(attempt("198.51.100.9", "victim", true)).isFalse();
        assertThat(attempt("203.0.113.9", "victim", true)).isTrue();
    }

    @Test
    void failures_atHome_areRefusedToo() {
        assertThat(attempt("203.0.113.9", "victim", true)).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(attempt("203.0.113.9", "victim", false)).isTrue();
        }
        assertThat(attempt("203.0.113.9", "victim", true)).isFalse();
        assertThat(begin("203.0.113.9", "victim").refusals())
                .allSatisfy(refusal ->
                        assertThat(refusal.retryAfter().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofMinutes(1)));
        fixture.clock.advance(Duration.ofMinutes(2));
        assertThat(attempt("203.0.113.9", "victim", true)).isTrue();
    }

    @Test
    void successes_countForNobody() {
        for (int i = 0; i < 50; i++) {
            assertThat(attempt("203.0.113.9", "user" + i, true)).isTrue();
        }
        assertThat(fixture.remaining("login")).isEqualTo(3);
        assertThat(fixture.remaining("login", Key.login("user0"))).isEqualTo(3);
    }

    @Test
    void manyAtTheSameTime_ofAStranger_doNotExceedTheLimit() {
        List<ContainerLogins.Login> inFlight = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            inFlight.add(begin("198.51.100." + i, "victim"));
        }
        assertThat(inFlight).allMatch(login -> login.refusals().isEmpty());
        assertThat(begin("198.51.100.9", "victim").refusals())
                .extracting(Decision::policy)
                .containsExactly("login");
    }

    @Test
    void manyAtTheSameTime_ofAKnownUser_areAllAdmitted() {
        assertThat(attempt("203.0.113.9", "alice", true)).isTrue();
        for (int i = 0; i < 20; i++) {
            assertThat(begin("203.0.113.9", "alice").refusals()).isEmpty();
        }
    }

    @Test
    void manyGuessesAtTheSameTime_ofAKnownUser_doNotExceedTheLimit() {
        assertThat(attempt("203.0.113.9", "alice", true)).isTrue();
        List<ContainerLogins.Login> inFlight = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            ContainerLogins.Login login = begin("203.0.113.9", "alice", "guess" + i);
            if (login.refusals().isEmpty()) {
                inFlight.add(login);
            } else {
                assertThat(login.refusals()).extracting(Decision::policy).containsExactly("login");
            }
        }
        assertThat(inFlight).hasSize(3);
        assertThat(attempt("203.0.113.9", "bob", true)).as("another user there").isTrue();
        inFlight.remove(0).ended(false);
        assertThat(begin("203.0.113.9", "alice", "guess50").refusals())
                .as("two of two are in progress")
                .hasSize(1);
        inFlight.remove(0).ended(true);
        assertThat(begin("203.0.113.9", "alice", "guess51").refusals()).isEmpty();
    }

    /** As many threads look at the counters before a failure is charged, and begin after it. */
    @Test
    void guess_failureSinceTheLook_looksAgain() {
        assertThat(attempt("203.0.113.9", "alice", true)).isTrue();
        for (int i = 0; i < 2; i++) {
            begin("203.0.113.9", "alice", "guess" + i).ended(false);
        }
        ContainerLogins.Login last = begin("203.0.113.9", "alice", "guess2");
        int[] looks = {0};
        fixture.store.answered = () -> {
            // at the address, and at the username
            if (++looks[0] == 2) {
                last.ended(false);
            }
        };
        assertThat(begin("203.0.113.9", "alice", "guess3").refusals()).isNotEmpty();
    }

    private static FakeRequest post() {
        return from("203.0.113.9").to("POST", "/login");
    }

    private ContainerLogins.Login begin(FakeRequest request, RequestDecisions decisions) {
        return fixture.containerLogins.begin(request, "alice", "secret", Optional.of(decisions));
    }

    @Test
    void loginThatTheRequestIsCountedForByAddress_isCountedByUsernameOnly() {
        RequestDecisions decisions = fixture.limiter.newRequestDecisions();
        assertThat(fixture.admit(post(), decisions, "login")).isEmpty();
        begin(post(), decisions).ended(false);
        assertThat(fixture.remaining("login")).isEqualTo(2);
        assertThat(fixture.remaining("login", Key.login("alice"))).isEqualTo(2);
        begin(post(), decisions).ended(true);
        assertThat(fixture.remaining("login", Key.login("alice"))).isEqualTo(2);
        begin(post(), decisions).ended(false);
        begin(post(), decisions).ended(false);
        assertThat(begin(post(), decisions).refusals()).hasSize(1);
        assertThat(fixture.remaining("login")).isEqualTo(2);
    }

    @Test
    void loginThatTheRequestIsCountedForByAddress_ofAKnownUser_isCountedAtHome() {
        assertThat(attempt("203.0.113.9", "alice", true)).isTrue();
        RequestDecisions decisions = fixture.limiter.newRequestDecisions();
        assertThat(fixture.admit(post(), decisions, "login")).isEmpty();
        for (int i = 0; i < 3; i++) {
            begin(post(), decisions).ended(false);
        }
        assertThat(begin(post(), decisions).refusals()).hasSize(1);
        assertThat(fixture.remaining("login")).isEqualTo(2);
        assertThat(fixture.remaining("login", Key.login("alice")))
                .as("elsewhere")
                .isEqualTo(3);
    }

    @Test
    void loginThatTheRequestIsCountedForByAnotherName_isCountedByItsOwn() {
        RequestDecisions decisions = fixture.limiter.newRequestDecisions();
        FakeRequest request = post().with("Authorization", basic("mallory"));
        assertThat(fixture.admit(request, decisions, "login")).isEmpty();
        begin(request, decisions).ended(false);
        assertThat(fixture.remaining("login", Key.login("alice"))).isEqualTo(2);
    }

    @Test
    void loginThatTheRequestIsCountedForByBoth_isNotCountedAgain() {
        RequestDecisions decisions = fixture.limiter.newRequestDecisions();
        FakeRequest request = post().with("Authorization", basic("Alice"));
        assertThat(fixture.admit(request, decisions, "login")).isEmpty();
        begin(request, decisions).ended(false);
        assertThat(fixture.remaining("login")).isEqualTo(2);
        assertThat(fixture.remaining("login", Key.login("alice"))).isEqualTo(2);
    }

    private static String basic(String username) {
        byte[] credentials = (username + ":secret").getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    @Test
    void exemptAddress_isNotCounted() {
        for (int i = 0; i < 9; i++) {
            assertThat(attempt("192.0.2.1", "alice", false)).isTrue();
        }
    }

    @Test
    void blankName_isNotCounted() {
        for (int i = 0; i < 9; i++) {
            assertThat(attempt("203.0.113.9", " ", false)).isTrue();
        }
    }
}
