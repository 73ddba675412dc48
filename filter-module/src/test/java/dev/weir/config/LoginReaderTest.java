package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.config.rule.CountRule;
import dev.weir.config.rule.KeyRule;
import dev.weir.config.rule.LoginRule;
import dev.weir.config.rule.UserNameRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginReaderTest {

    private static final String USERNAME = "ratelimit.policy.login.username: ";

    private static LoginRule rule(String... more) {
        return login(more).policy("login").login().orElseThrow();
    }

    private static MapSource login(String... more) {
        MapSource source = MapSource.of("policy.login.match", "POST /login");
        source.values().putAll(MapSource.of(more).values());
        return source;
    }

    @Test
    void read_nothingConfigured_countsWhatLogsNobodyIn() {
        LoginRule rule = rule();
        assertThat(rule.username()).isEmpty();
        assertThat(rule.counts(200, false)).isFalse();
        assertThat(rule.counts(302, false)).isFalse();
        assertThat(rule.counts(401, false)).isTrue();
        assertThat(rule.counts(500, false)).isTrue();
        assertThat(rule.counts(401, true)).as("the application says otherwise").isFalse();
        assertThat(login().policy("login").count()).as("of the address").isEqualTo(CountRule.ALL);
    }

    @Test
    void read_success_isThatOfTheseStatuses() {
        LoginRule rule = rule("policy.login.success", "204,303");
        assertThat(rule.counts(303, false)).isFalse();
        assertThat(rule.counts(200, false)).isTrue();
        assertThat(rule.succeeds(204, false)).isTrue();
        assertThat(rule.succeeds(302, false)).isFalse();
    }

    @Test
    void read_successByEvent_isNoneOfAnyStatus() {
        LoginRule rule = rule("policy.login.success", "event");
        assertThat(rule.counts(200, false)).isTrue();
        assertThat(rule.succeeds(200, false)).isFalse();
        assertThat(rule.succeeds(200, true)).isTrue();
    }

    @Test
    void read_count_isThatOfTheUsernameToo() {
        LoginRule rule = rule("policy.login.count", "failures", "policy.login.count.statuses", "401");
        assertThat(rule.counts(401, false)).isTrue();
        assertThat(rule.counts(500, false)).isFalse();
        assertThat(rule("policy.login.count", "all").counts(200, true)).isTrue();
    }

    @Test
    void read_noRequestIsSubjectToIt_countsNoLogins() {
        assertThat(MapSource.of().policy("login").login()).isEmpty();
        assertThat(MapSource.of().policy("login").dependsOnResponses()).isFalse();
        Declaration declared = new Declaration("login", "a site", false, Map.of(), Optional.empty());
        assertThat(MapSource.of()
                        .read(List.of(declared))
                        .policies()
                        .get("login")
                        .dependsOnResponses())
                .isTrue();
    }

    @Test
    void read_username_isWhereItSays() {
        assertThat(rule("policy.login.username", "param:j_username").username())
                .contains(new UserNameRule.ByParameter("j_username"));
        assertThat(rule("policy.login.username", "json: /user/na~1me~0").username())
                .contains(new UserNameRule.ByPointer(List.of("user", "na/me~")));
        assertThat(rule("policy.login.username", "header:X-User").username())
                .contains(new UserNameRule.ByHeader("X-User"));
        assertThat(rule("policy.login.username", "bean:names").username()).contains(new UserNameRule.ByBean("names"));
        assertThat(rule("policy.login.username", "header:X-User").needsBody()).isFalse();
        assertThat(rule("policy.login.username", "json:/name").needsBody()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "username | must be one of param:<name>, json:/<member>/<member>, header:<name>, bean:<name>",
                "parm:name | must be one of param:<name>, json:/<member>/<member>, header:<name>, bean:<name>"
                        + " (did you mean \"param:\"?)",
                "param: | expected param:<name of a parameter>",
                "param:a b | expected param:<name of a parameter>",
                "json:name | expected json:/<member>/<member>, a JSON pointer",
                "json:/ | expected json:/<member>/<member>, a JSON pointer",
                "json:/a//b | expected json:/<member>/<member>, a JSON pointer",
                "json:/a~2 | expected json:/<member>/<member>, a JSON pointer",
                "header: | expected header:<name of a header>",
                "header:X User | expected header:<name of a header>",
                "bean: | expected bean:<name of a bean>",
            })
    void read_wrongUsername_isAProblem(String value, String problem) {
        assertThat(login("policy.login.username", value).problems())
                .containsExactly(USERNAME + problem + ", was \"" + value + '"');
    }

    @Test
    void read_beanThatIsNone_isAProblem() {
        MapSource source = login("policy.login.username", "bean:names");
        assertThatThrownBy(() -> SettingsReader.read(source, List.of(), rule -> !(rule instanceof KeyRule.ByBeanName)))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(USERNAME + "there is no such bean, was \"names\""));
    }

    @Test
    void read_wrongSuccess_isAProblem() {
        assertThat(login("policy.login.success", "2xx").problems())
                .containsExactly("ratelimit.policy.login.success: must be statuses from 100 to 999, such as"
                        + " 401,403,429-599, or event, was \"2xx\"");
    }

    @Test
    void read_otherScope_isAProblem() {
        assertThat(MapSource.of(
                                "policy.user.username", "param:name",
                                "policy.user.success", "200")
                        .problems())
                .containsExactlyInAnyOrder(
                        "ratelimit.policy.user.username: needs scope=login, was \"param:name\"",
                        "ratelimit.policy.user.success: needs scope=login, was \"200\"");
    }

    @Test
    void read_containerLogins_areCountedByThePolicyOfThatName() {
        MapSource source = MapSource.of("login.container", "true");
        assertThat(source.read().containerLogins()).isTrue();
        assertThat(source.policy("login").login()).isPresent();
        assertThat(MapSource.of().read().containerLogins()).isFalse();
        assertThat(MapSource.of("login.container", "true", "policies", "user").problems())
                .containsExactly("ratelimit.login.container: needs a policy \"login\", was \"true\"");
        assertThat(MapSource.of("login.container", "yes").problems())
                .containsExactly("ratelimit.login.container: must be true or false, was \"yes\"");
    }
}
