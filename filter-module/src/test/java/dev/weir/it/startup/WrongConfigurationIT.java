package dev.weir.it.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.DeploymentLog;
import dev.weir.it.Wars;
import java.nio.file.Path;
import java.util.List;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong configuration stops the deployment, and says all that is wrong at once. */
class WrongConfigurationIT {

    @TempDir
    private Path directory;

    @Test
    void deployment_manyMistakes_failsAndOneMessageListsThem() {
        WebArchive war = Wars.war("wrong", WrongService.class, PlainResource.class, Api.class)
                .setWebXML("it/wrong-web.xml");
        DeploymentLog log = DeploymentLog.of(war, directory);
        assertThat(log.text()).doesNotContain("\"Context Root\"");
        List<String> problems = log.problems();
        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "ratelimit.policies: a name must match [a-z][a-z0-9-]{0,62}, was \"Upper\"",
                        "ratelimit.policy.login.limit: permits must be >= 0, was \"-5/1m\"",
                        "ratelimit.policy.login.limits: unknown property of a policy"
                                + " (did you mean \"ratelimit.policy.login.limit\"?), was \"5/1m\"",
                        "ratelimit.policy.empty.limit: required, but missing; the policy is listed in"
                                + " ratelimit.policies",
                        "ratelimit.policy.unlisted.limit: policy \"unlisted\" is configured, but not listed in"
                                + " ratelimit.policies, was \"1/1h\"",
                        "ratelimit.policy.login.match: an expression that nothing resolves, was \"${nobody.sets.this}\"",
                        "ratelimit.store.timout: unknown property (did you mean"
                                + " \"ratelimit.store.timeout\"?), was \"20ms\"",
                        "ratelimit.policy.nobody-configured-this.limit: required, but missing; the policy is used by"
                                + " @RateLimited on dev.weir.it.startup.PlainResource.get()",
                        "ratelimit.policy.nobody-configured-this-either.limit: required, but missing; the policy is"
                                + " used by @RateLimited on dev.weir.it.startup.WrongService.unlimited()",
                        "@RateLimited on dev.weir.it.startup.WrongService.odd(): limit: expected <permits>/<window>,"
                                + " was \"3 per hour\"",
                        "filter \"misspelt\" in web.xml: limits: unknown init-param"
                                + " (did you mean \"limit\"?), was \"20/1m\"",
                        "ratelimit.policy.misspelt.limit: required, but missing; the policy is used by filter"
                                + " \"misspelt\" in web.xml",
                        "filter \"unmapped\" in web.xml: limits nothing without a <filter-mapping>, was \"anonymous\"",
                        "filter \"of-a-resource\" in web.xml: there is no such servlet, was \"misspelt-servlet\"",
                        "ratelimit.headers: must be one of draft-11, draft-07, draft-06, x-ratelimit"
                                + " (did you mean \"draft-11\"?), was \"draft-12\"");
        for (String problem : problems) {
            assertThat(log.text()).containsOnlyOnce(problem);
        }
        assertThat(log.text()).contains("Weir cannot start: the log lists " + problems.size() + " problem(s)");
    }
}
