package dev.weir.gateway.it;

import static dev.weir.gateway.it.Client.chat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A gateway that dies with streams in it: case 13. It is started anew afterwards. */
class GatewayLossIT {

    private final Gateways gateways = Gateways.shared();

    @Test
    void case13_killedWithFiveStreams_slotsAreFreeOnTheOther() {
        Client client = gateways.client("t100000");
        // five slots, as the tier has a hundred
        Client five = gateways.client("t1000");
        String body = chat("llama", "reply=1000 every=100ms", ",\"stream\":true,\"max_tokens\":100");
        List<OpenStream> streams = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            streams.add(OpenStream.of(five, 1, body));
        }
        streams.forEach(each -> assertThat(each.events(2)).hasSize(2));
        String one = chat("llama", "reply=1", ",\"max_tokens\":5");
        assertThat(five.send(0, one).statusCode()).isEqualTo(429);
        try {
            gateways.second().kill();
            streams.forEach(OpenStream::close);
            String slow = chat("llama", "reply=1 first=1000", ",\"max_tokens\":5");
            await("all five slots are free")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> Stream.generate(() -> five.sendAsync(0, slow)).limit(5).toList().stream()
                            .allMatch(each -> each.join().statusCode() == 200));
            assertThat(client.send(0, one).statusCode()).isEqualTo(200);
        } finally {
            gateways.servers().restart(1);
        }
    }
}
