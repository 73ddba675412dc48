package dev.weir.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayTest {

    private static final String EVENTS = "text/event-stream";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<ExchangeReport> reports = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final Relay relay = new Relay(reports::add, nanos::get, timer);

    @AfterEach
    void stop() {
        relay.close();
        timer.shutdownNow();
    }

    @Test
    void tick_afterAnErrorOfOneExchange_comesAgain() {
        RelayWorld failing = new RelayWorld(relay);
        failing.answer(200, EVENTS);
        failing.readiness = new AssertionError("of the container");
        await().until(() -> reports.size() == 1);
        assertThat(reports.get(0).outcome()).isEqualTo(Outcome.FAILED);
        RelayWorld later = new RelayWorld(relay);
        nanos.set(Duration.ofMinutes(11).toNanos());
        await().until(() -> reports.size() == 2);
        assertThat(later.status).isEqualTo(504);
    }

    @Test
    void close_exchangesThatRun_endEachWithAnErrorAndAReport() {
        RelayWorld waiting = new RelayWorld(relay);
        RelayWorld streaming = new RelayWorld(relay);
        streaming.answer(200, EVENTS);
        streaming.send(RelayWorld.word());
        relay.close();
        assertThat(waiting.status).isEqualTo(503);
        assertThat(streaming.text()).contains("\"error\"").endsWith("data: [DONE]\n\n");
        assertThat(streaming.holdEnds).containsExactly("12+1");
        assertThat(reports).hasSize(2).allMatch(report -> report.outcome() == Outcome.STOPPED);
        assertThat(relay.running()).isZero();
    }

    @Test
    void close_clientThatDoesNotRead_isGivenUp() {
        RelayWorld world = new RelayWorld(relay);
        world.answer(200, EVENTS);
        world.send(RelayWorld.word());
        world.isClientReady = false;
        relay.close();
        assertThat(world.clientAborts).isOne();
        assertThat(reports).hasSize(1);
    }

    @Test
    void start_afterTheClose_endsAtOnce() {
        relay.close();
        RelayWorld world = new RelayWorld(relay);
        assertThat(world.status).isEqualTo(503);
        assertThat(world.holdEnds).containsExactly("cancelled");
        assertThat(relay.running()).isZero();
    }
}
