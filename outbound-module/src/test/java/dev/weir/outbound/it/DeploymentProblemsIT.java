package dev.weir.outbound.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.outbound.it.wrong.Limited;
import dev.weir.outbound.it.wrong.NoBean;
import dev.weir.outbound.it.wrong.PrivateMethod;
import dev.weir.outbound.it.wrong.UnlistedClient;
import dev.weir.outbound.it.wrong.WrongValues;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One server refuses several applications, each for a reason of its own, and deploys one that is right. */
class DeploymentProblemsIT {

    private static final String KIS = """
            ratelimit.policies=kis
            ratelimit.policy.kis.limit=20/1s
            """;
    private static final String FAULT_TOLERANCE = "mp.fault.tolerance.interceptor.priority";

    private static String log = "";

    @BeforeAll
    static void deployAll() {
        List<WebArchive> applications = List.of(
                Wars.war("no-bean", KIS, NoBean.class, Limited.class),
                Wars.war("private-method", KIS, PrivateMethod.class),
                Wars.war("values", KIS, WrongValues.class),
                Wars.war("unlisted", "ratelimit.policies=api\nratelimit.policy.api.limit=1/1s\n", Limited.class),
                Wars.war("client", KIS, UnlistedClient.class),
                Wars.war("outside", KIS + FAULT_TOLERANCE + "=4200\n", Limited.class),
                Wars.war("property", KIS + "ratelimit.throttle.kis.safety=1.5\n", Limited.class),
                Wars.war("right", KIS + FAULT_TOLERANCE + "=4060\n", Limited.class));
        try (PayaraProcess server = PayaraProcess.launch("problems", applications, Map.of(), List.of("--nocluster"))) {
            log = server.awaitReady().log();
        }
    }

    @AfterAll
    static void forget() {
        log = "";
    }

    @Test
    void deployment_rightOneAmongThem_isTheOnlyOneDeployed() {
        assertThat(log).containsOnlyOnce("was successfully deployed in").contains("right was successfully deployed in");
    }

    @Test
    void deployment_classThatIsNoBean_namesIt() {
        assertThat(log).contains(NoBean.class.getName() + ": @Throttled cannot hold, because the class is no bean");
    }

    @Test
    void deployment_privateMethod_namesIt() {
        assertThat(log).contains(PrivateMethod.class.getName() + ".hidden: @Throttled cannot hold, because private");
    }

    @Test
    void deployment_valuesOutOfRange_namesTheirMethods() {
        assertThat(log)
                .contains(WrongValues.class.getName() + ".withoutPolicy: @Throttled must name a policy")
                .contains(WrongValues.class.getName() + ".withoutPermits: permits must be >= 1, was \"0\"")
                .containsPattern(WrongValues.class.getName() + "\\.withoutTime: maxWait .*, was \"soon\"");
    }

    @Test
    void deployment_policyThatIsNotListed_namesThePlace() {
        assertThat(log)
                .contains("ratelimit.throttle.kis: is named by @Throttled on " + Limited.class.getName()
                        + ".call, but ratelimit.policies does not list it, was \"kis\"");
    }

    @Test
    void deployment_policyOfARestClientThatIsNotListed_namesThePlace() {
        assertThat(log)
                .contains("ratelimit.throttle.of-client: is named by @Throttled on " + UnlistedClient.class.getName()
                        + ".price, but ratelimit.policies does not list it, was \"of-client\"");
    }

    @Test
    void deployment_faultToleranceInsideTheLimit_namesTheProperty() {
        assertThat(log)
                .contains(FAULT_TOLERANCE
                        + ": must be at most 4060, so that each retry takes a permit of @Throttled, was \"4200\"");
    }

    @Test
    void deployment_propertyOutOfRange_namesIt() {
        assertThat(log).containsPattern("ratelimit\\.throttle\\.kis\\.safety: .*, was \"1\\.5\"");
    }
}
