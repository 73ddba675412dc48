package dev.weir.config.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.MapSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountRuleTest {

    private static final String STATUSES = "ratelimit.policy.login.count.statuses: ";

    @ParameterizedTest
    @CsvSource({
        "all, 200, true",
        "all, 500, true",
        "failures, 399, false",
        "failures, 400, true",
        "failures, 999, true",
        "successes, 100, true",
        "successes, 399, true",
        "successes, 400, false",
    })
    void counts_byWord(String count, int status, boolean counts) {
        assertThat(rule("policy.login.count", count).counts(status)).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({"401, true", "402, false", "403, true", "428, false", "429, true", "599, true", "600, false"})
    void counts_byStatuses(int status, boolean counts) {
        CountRule rule = rule("policy.login.count", "failures", "policy.login.count.statuses", "401, 403,429-599");
        assertThat(rule.counts(status)).isEqualTo(counts);
    }

    @Test
    void countsAll_isTheDefault() {
        assertThat(rule().countsAll()).isTrue();
        assertThat(rule("policy.login.count", "successes").countsAll()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4xx", "99", "500-400", "401-", "-401", "1000", "401;403", "none", ","})
    void statuses_wrong_areAProblem(String statuses) {
        assertThat(MapSource.of("policy.login.count", "failures", "policy.login.count.statuses", statuses)
                        .problems())
                .containsExactly(STATUSES + "must be statuses from 100 to 999, such as 401,403,429-599, was \""
                        + statuses + '"');
    }

    @Test
    void statuses_whereAllCount_areAProblem() {
        assertThat(MapSource.of("policy.login.count.statuses", "401").problems())
                .containsExactly(STATUSES + "needs ratelimit.policy.login.count=failures or successes, was \"401\"");
    }

    @Test
    void count_unknownWord_isAProblem() {
        assertThat(MapSource.of("policy.login.count", "errors").problems())
                .containsExactly(
                        "ratelimit.policy.login.count: must be one of all, failures, successes, was \"errors\"");
    }

    private static CountRule rule(String... properties) {
        return MapSource.of(properties).policy("login").count();
    }
}
