package dev.weir.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The only instance stops and starts again: it goes on from the server's database. */
class PersistenceIT {

    private static final Visitor VISITOR = Visitor.numbered(1);
    private static final Visitor BLOCKED = Visitor.numbered(2);

    @Test
    void stopAndStart_serversDatabase_goesOnWhereItWas(@TempDir Path directory) throws IOException {
        try (var before = payara("before", directory).start()) {
            for (var i = 0; i < 3; i++) {
                assertThat(VISITOR.get(before, "legacy").status()).isEqualTo(200);
            }
            for (var i = 0; i < 10; i++) {
                assertThat(BLOCKED.get(before, "api/reports").status()).isEqualTo(200);
            }
            assertThat(BLOCKED.get(before, "api/reports").status()).isEqualTo(429);
            before.stop();
            assertThat(ServerLog.complaintsOfWeir(before)).isEmpty();
            assertThat(ServerLog.exceptionsOfWeir(before)).isEmpty();
        }
        try (var after = payara("after", directory).start()) {
            assertThat(VISITOR.get(after, "legacy").remaining()).isEqualTo(20 - 3 - 1);
            assertThat(BLOCKED.get(after, "api/reports").status()).isEqualTo(429);
            assertThat(ServerLog.complaintsOfWeir(after)).isEmpty();
        }
    }

    @Test
    void start_noSuchDataSource_stopsTheDeploymentAndNamesIt() {
        var builder = PayaraInstance.named("nodatabase")
                .alone("--nocluster")
                .property("ratelimit.persistence.datasource", "java:app/jdbc/nobody");
        try (var instance = builder.launch()) {
            assertThatThrownBy(instance::awaitReady).hasMessageContaining("the application was refused");
            assertThat(instance.log())
                    .contains("ratelimit.persistence.datasource: no such DataSource, was \"java:app/jdbc/nobody\"");
        }
    }

    private static PayaraBuilder payara(String name, Path directory) throws IOException {
        // the server's own is in a directory that every start makes anew, and H2 would close it before the server stops
        var boot = Files.writeString(
                directory.resolve("database.asadmin"),
                "set resources.jdbc-connection-pool.H2Pool.property.URL=jdbc:h2:" + directory.resolve("counters")
                        + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0\n");
        return ClusterPair.trusting(PayaraInstance.named(name))
                .options("--postbootcommandfile", boot.toString())
                .property("ratelimit.store.timeout", "10s")
                .property("ratelimit.policy.legacy.limit", "20/1h")
                .property("ratelimit.persistence.datasource", "java:comp/DefaultDataSource");
    }
}
