package dev.weir.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.it.PayaraServer;
import dev.weir.it.Visitor;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Calls that no request causes, where {@code ratelimit.without-request=limit}. */
class WithoutRequestIT {

    @Test
    void limit_timersAndSeeder_areRefusedAboveTheirLimits() {
        try (PayaraServer server =
                PayaraServer.start("without-request", ConformanceWar.beans(), "-Dratelimit.without-request=limit")) {
            Visitor visitor = Visitor.of(server.root());
            assertThat(visitor.get("/api/ejb/seeder").body()).isEqualTo("stateless application refused");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(visitor.get("/api/ejb/timers").body()).isEqualTo("1 1 many"));
        }
    }
}
