package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseOutcomesTest {

    private final LimiterFixture fixture = new LimiterFixture(
            Map.of(),
            "policies",
            "all,failures,successes,listed",
            "policy.all.limit",
            "5/1h",
            "policy.failures.limit",
            "5/1h",
            "policy.failures.count",
            "failures",
            "policy.successes.limit",
            "5/1h",
            "policy.successes.count",
            "successes",
            "policy.listed.limit",
            "5/1h",
            "policy.listed.count",
            "failures",
            "policy.listed.count.statuses",
            "401,403");
    private final FakeRequest request = new FakeRequest();
    private final RequestDecisions decisions = fixture.limiter.newRequestDecisions();

    @ParameterizedTest
    @CsvSource({"200, 4, 5, 4, 5", "302, 4, 5, 4, 5", "401, 4, 4, 5, 4", "404, 4, 4, 5, 5", "500, 4, 4, 5, 5"})
    void ended_givesBackWhatDoesNotCount(int status, long all, long failures, long successes, long listed) {
        admitAll();
        fixture.outcomes.ended(decisions, status);
        assertThat(fixture.remaining("all")).isEqualTo(all);
        assertThat(fixture.remaining("failures")).isEqualTo(failures);
        assertThat(fixture.remaining("successes")).isEqualTo(successes);
        assertThat(fixture.remaining("listed")).isEqualTo(listed);
    }

    @Test
    void ended_twice_givesBackOnce() {
        admitAll();
        admitAgain();
        fixture.outcomes.ended(decisions, 200);
        fixture.outcomes.ended(decisions, 200);
        assertThat(fixture.remaining("failures")).isEqualTo(4);
    }

    @Test
    void admit_manyInFlight_doNotExceedTheLimit() {
        for (int i = 0; i < 5; i++) {
            assertThat(fixture.admit(request, "failures")).isEmpty();
        }
        assertThat(fixture.admit(request, "failures"))
                .extracting(Decision::policy)
                .containsExactly("failures");
    }

    @Test
    void ended_refusedRequest_givesBackNothing() {
        for (int i = 0; i < 5; i++) {
            admitAgain();
        }
        assertThat(fixture.admit(request, decisions, "failures")).hasSize(1);
        fixture.outcomes.ended(decisions, 200);
        assertThat(fixture.remaining("failures")).isZero();
    }

    @Test
    void ended_storeFails_isNotTheProblemOfTheRequest() {
        admitAll();
        fixture.store.broken = true;
        fixture.outcomes.ended(decisions, 200);
    }

    @Test
    void areCounted_onlyWhereAPolicyDependsOnResponses() {
        assertThat(fixture.outcomes.areCounted()).isTrue();
        assertThat(new LimiterFixture(Map.of()).outcomes.areCounted()).isFalse();
    }

    private void admitAll() {
        assertThat(fixture.admit(request, decisions, "all", "failures", "successes", "listed"))
                .isEmpty();
    }

    /** Another request of the same client. */
    private void admitAgain() {
        assertThat(fixture.admit(request, "failures")).isEmpty();
    }
}
