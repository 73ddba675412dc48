package dev.weir.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the application starts: without a cluster, with a configuration from outside, with a wrong one, and once more.
 */
class DeploymentIT {

    private static final Visitor VISITOR = Visitor.numbered(1);

    @Test
    void start_noHazelcast_startsAMemberOfItsOwnAndLimitsHold() {
        var port = FreePorts.one();
        try (var alone = payara("nohazelcast")
                .alone("--nohazelcast")
                .property("ratelimit.embedded.cluster-name", "weir-it-" + port)
                .property("ratelimit.embedded.port", String.valueOf(port))
                .start()) {
            assertLimit(20, "legacy", alone);
            // the server does not start Hazelcast, but its classes are there
            assertThat(alone.log()).containsOnlyOnce("counters are shared through a Hazelcast member of its own");
            assertThat(ServerLog.complaintsOfWeir(alone)).isEmpty();
            assertThat(ServerLog.exceptionsOfWeir(alone)).isEmpty();
        }
    }

    @Test
    void start_environmentAndSystemProperties_overrideTheFile() {
        try (var alone = payara("configured")
                .alone("--nocluster")
                .environment("RATELIMIT_POLICY_LEGACY_LIMIT", "3/1h")
                .property("ratelimit.policy.reports.limit", "2/1h")
                .start()) {
            assertLimit(3, "legacy", alone);
            assertLimit(2, "api/reports", alone);
            assertThat(ServerLog.complaintsOfWeir(alone)).as("--nocluster").isEmpty();
        }
    }

    @Test
    void start_misspeltProperties_stopsTheDeploymentAndNamesThem() {
        var builder = payara("misspelt")
                .alone("--nohazelcast")
                .environment("RATELIMIT_POLICY_LEGACY_LIMT", "3/1h")
                .property("ratelimit.policy.reports.limt", "2/1h");
        try (var instance = builder.launch()) {
            assertThatThrownBy(instance::awaitReady).hasMessageContaining("the application was refused");
            assertThat(instance.log())
                    .contains("RATELIMIT_POLICY_LEGACY_LIMT: no property has this variable")
                    .containsOnlyOnce("ratelimit.policy.reports.limt: unknown property of a policy"
                            + " (did you mean \"ratelimit.policy.reports.limit\"?), was \"2/1h\"");
        }
    }

    @Test
    void undeployAndDeploy_ofTheSameServer_isQuietAndWorks(@TempDir Path directory) throws IOException {
        var again = Files.writeString(
                directory.resolve("again.asadmin"),
                "undeploy weir-example\ndeploy --contextroot=/ --force=true "
                        + Path.of(System.getProperty("weir.war", "target/weir-example.war"))
                                .toAbsolutePath()
                        + "\n");
        try (var server = payara("again")
                .options("--postdeploycommandfile", again.toString())
                .start()) {
            assertLimit(20, "legacy", server);
            assertThat(server.log().split("counters are shared through", -1))
                    .as("started twice")
                    .hasSize(3);
            assertThat(ServerLog.complaintsOfWeir(server)).isEmpty();
            assertThat(ServerLog.exceptionsOfWeir(server)).isEmpty();
        }
    }

    private static PayaraBuilder payara(String name) {
        return ClusterPair.trusting(PayaraInstance.named(name)).property("ratelimit.store.timeout", "10s");
    }

    private static void assertLimit(int permits, String path, PayaraInstance instance) {
        for (var i = 0; i < permits; i++) {
            assertThat(VISITOR.get(instance, path).status()).isEqualTo(200);
        }
        assertThat(VISITOR.get(instance, path).status()).isEqualTo(429);
    }
}
