package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import dev.weir.Key;
import java.time.Duration;
import java.util.ArrayList;
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
        return fixture.containerLogins.begin(from(address), username, Optional.empty());
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
    void loginThatTheRequestIsCountedForAlready_isNotCountedAgain() {
        RequestDecisions decisions = fixture.limiter.newRequestDecisions();
        FakeRequest request = from("203.0.113.9").to("POST", "/login");
        assertThat(fixture.admit(request, decisions, "login")).isEmpty();
        ContainerLogins.Login login = fixture.containerLogins.begin(request, "alice", Optional.of(decisions));
        assertThat(login.refusals()).isEmpty();
        login.ended(false);
        assertThat(fixture.remaining("login")).isEqualTo(2);
        assertThat(fixture.remaining("login", Key.login("alice"))).isEqualTo(3);
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
