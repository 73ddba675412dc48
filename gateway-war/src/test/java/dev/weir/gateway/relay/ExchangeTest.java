package dev.weir.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gateway.upstream.UpstreamOpenException;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExchangeTest {

    private static final String EVENTS = "text/event-stream; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String DONE = "data: [DONE]\n\n";

    @Test
    void stream_withUsage_isSettledBeforeTheClientHasItsEnd() {
        RelayWorld world = new RelayWorld(true, false);
        world.answer(200, EVENTS);
        world.send(RelayWorld.word());
        world.ready(false);
        world.send(RelayWorld.usage(1) + DONE);
        assertThat(world.holdEnds).containsExactly("8+1");
        assertThat(world.clientEnds).isZero();
        world.ready(true);
        assertThat(world.text()).isEqualTo(RelayWorld.word() + DONE);
        assertThat(world.clientEnds).isOne();
        assertThat(world.isUpstreamCancelled).isFalse();
        assertThat(world.reports.get(0).outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void stream_whoseClientAsksForUsage_hasItOnce() {
        RelayWorld world = new RelayWorld(true, true);
        world.answer(200, EVENTS);
        world.send(RelayWorld.word() + RelayWorld.usage(1) + RelayWorld.usage(1) + DONE);
        assertThat(world.text()).isEqualTo(RelayWorld.word() + RelayWorld.usage(1) + DONE);
    }

    @Test
    void stream_withoutUsage_chargesWhatWasHeld() {
        RelayWorld world = new RelayWorld(true, false);
        world.answer(200, EVENTS);
        world.send(RelayWorld.word() + DONE);
        assertThat(world.holdEnds).containsExactly("kept");
    }

    @Test
    void stream_beyondItsCap_isCut() {
        RelayWorld world = new RelayWorld(true, false);
        world.answer(200, EVENTS);
        world.send(RelayWorld.word().repeat(RelayWorld.CAP + 4));
        assertThat(world.text()).startsWith(RelayWorld.word().repeat(RelayWorld.CAP) + "data: {\"id\":\"c\"");
        assertThat(world.text()).endsWith("\"finish_reason\":\"length\"}]}\n\n" + DONE);
        assertThat(world.text().split("\" w\"", -1)).hasSize(RelayWorld.CAP + 1);
        assertThat(world.isUpstreamCancelled).isTrue();
        assertThat(world.holdEnds).containsExactly("12+5");
    }

    @Test
    void stream_thatBreaksOff_endsInAnErrorAndCostsWhatWasDelivered() {
        RelayWorld world = new RelayWorld(true, false);
        world.answer(200, EVENTS);
        world.send(RelayWorld.word() + RelayWorld.word());
        world.body.onError(new IOException("reset"));
        assertThat(world.text()).contains("data: {\"error\":{").endsWith(DONE);
        assertThat(world.holdEnds).containsExactly("12+2");
        assertThat(world.reports.get(0).outcome()).isEqualTo(Outcome.UPSTREAM_FAILED);
    }

    @Test
    void stream_thatEndsWithoutDone_isBroken() {
        RelayWorld world = new RelayWorld(true, false);
        world.answer(200, EVENTS);
        world.send(RelayWorld.word());
        world.body.onComplete();
        assertThat(world.text()).contains("\"error\"").endsWith(DONE);
    }

    @Test
    void client_thatGoesInMidStream_closesTheUpstream() {
        RelayWorld world = new RelayWorld(true, false);
        world.answer(200, EVENTS);
        world.send(RelayWorld.word());
        world.gone();
        assertThat(world.isUpstreamCancelled).isTrue();
        assertThat(world.holdEnds).containsExactly("12+1");
        assertThat(world.reports.get(0).outcome()).isEqualTo(Outcome.CLIENT_GONE);
    }

    @Test
    void client_thatGoesBeforeItHasTheEnd_paysForTheWholeAnswer() {
        RelayWorld world = new RelayWorld(true, false);
        world.answer(200, EVENTS);
        world.send(RelayWorld.word());
        world.ready(false);
        world.send(RelayWorld.usage(1) + DONE);
        world.gone();
        assertThat(world.holdEnds).containsExactly("8+1");
        assertThat(world.reports.get(0).outcome()).isEqualTo(Outcome.CLIENT_GONE);
    }

    @Test
    void client_thatGoesBeforeTheHead_closesTheUpstream() {
        RelayWorld world = new RelayWorld(true, false);
        world.gone();
        assertThat(world.head).isCancelled();
        assertThat(world.holdEnds).containsExactly("12+0");
    }

    @Test
    void client_thatIsGoneBeforeTheCall_costsNothing() {
        RelayWorld world = new RelayWorld(true, false, true);
        assertThat(world.calls).isZero();
        assertThat(world.holdEnds).containsExactly("cancelled");
        assertThat(world.reports.get(0).outcome()).isEqualTo(Outcome.CLIENT_GONE);
    }

    @Test
    void head_whoseAnswerCannotBegin_isDiscarded() {
        RelayWorld world = new RelayWorld(true, false);
        world.beginning = new IllegalStateException("the container has ended it");
        world.answer(200, EVENTS);
        assertThat(world.isUpstreamCancelled).isTrue();
        assertThat(world.holdEnds).hasSize(1);
        assertThat(world.reports.get(0).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void answer_wholeThatBreaksOff_isAbortedNotCompleted() {
        RelayWorld world = new RelayWorld(false, false);
        world.answer(200, JSON);
        world.send("{\"choices\":[");
        world.body.onError(new IOException("reset"));
        assertThat(world.clientAborts).isOne();
        assertThat(world.holdEnds).containsExactly("kept");
        assertThat(world.reports.get(0).outcome()).isEqualTo(Outcome.UPSTREAM_FAILED);
    }

    @Test
    void stop_duringAStream_endsItInAnErrorAndChargesWhatWasDelivered() {
        RelayWorld world = new RelayWorld(true, false);
        world.answer(200, EVENTS);
        world.send(RelayWorld.word());
        world.exchange.stop();
        assertThat(world.text()).contains("data: {\"error\":{").endsWith(DONE);
        assertThat(world.isUpstreamCancelled).isTrue();
        assertThat(world.holdEnds).containsExactly("12+1");
        assertThat(world.reports.get(0).outcome()).isEqualTo(Outcome.STOPPED);
    }

    @Test
    void stop_beforeTheHead_isAnErrorAndCostsNothing() {
        RelayWorld world = new RelayWorld(true, false);
        world.exchange.stop();
        assertThat(world.status).isEqualTo(503);
        assertThat(world.head).isCancelled();
        assertThat(world.holdEnds).containsExactly("cancelled");
    }

    @Test
    void client_withoutRoom_isAskedForNoMore() {
        RelayWorld world = new RelayWorld(true, false);
        world.answer(200, EVENTS);
        assertThat(world.demand).isOne();
        world.ready(false);
        world.send(RelayWorld.word());
        assertThat(world.demand).isZero();
        world.ready(true);
        assertThat(world.demand).isOne();
    }

    @Test
    void client_thatDoesNotRead_isGivenUpAfterTheIdleTime() {
        RelayWorld world = new RelayWorld(true, false);
        world.answer(200, EVENTS);
        world.ready(false);
        world.send(RelayWorld.word());
        world.later(Duration.ofSeconds(29));
        assertThat(world.isUpstreamCancelled).isFalse();
        world.later(Duration.ofSeconds(2));
        assertThat(world.isUpstreamCancelled).isTrue();
    }

    @Test
    void stream_inSilence_getsACommentEveryTenSeconds() {
        RelayWorld world = new RelayWorld(true, false);
        world.answer(200, EVENTS);
        world.later(Duration.ofSeconds(9));
        assertThat(world.text()).isEmpty();
        world.later(Duration.ofSeconds(1));
        world.later(Duration.ofSeconds(1));
        assertThat(world.text()).isEqualTo(": \n\n");
    }

    @Test
    void answer_whole_passesByteForByte() {
        RelayWorld world = new RelayWorld(false, false);
        world.answer(200, JSON);
        world.send("{\"choices\":[{\"usage\":3}], \"usage\": {\"prompt_tokens\":8,");
        assertThat(world.holdEnds).isEmpty();
        world.send("\"completion_tokens\":0} }\n");
        assertThat(world.holdEnds).containsExactly("8+0");
        world.body.onComplete();
        assertThat(world.text())
                .isEqualTo(
                        "{\"choices\":[{\"usage\":3}], \"usage\": {\"prompt_tokens\":8,\"completion_tokens\":0} }\n");
        assertThat(world.clientEnds).isOne();
    }

    @Test
    void refusal_ofTheUpstream_passesAndCostsNothing() {
        RelayWorld world = new RelayWorld(false, false);
        world.answer(400, JSON);
        world.send("{\"object\":\"error\"}");
        world.body.onComplete();
        assertThat(world.status).isEqualTo(400);
        assertThat(world.text()).isEqualTo("{\"object\":\"error\"}");
        assertThat(world.holdEnds).containsExactly("cancelled");
    }

    @Test
    void failure_ofTheUpstream_isAnErrorOfTheGateway() {
        RelayWorld world = new RelayWorld(false, false);
        world.answer(500, JSON);
        assertThat(world.status).isEqualTo(502);
        assertThat(world.isUpstreamCancelled).isTrue();
        assertThat(world.holdEnds).containsExactly("cancelled");
    }

    @Test
    void upstream_thatDoesNotAnswer_isAnErrorOfItsOwn() {
        assertThat(statusAfter(new IOException("refused"))).isEqualTo(502);
        assertThat(statusAfter(new HttpTimeoutException("late"))).isEqualTo(504);
        assertThat(statusAfter(new UpstreamOpenException(Duration.ofMillis(1500))))
                .isEqualTo(503);
    }

    private static int statusAfter(Exception failure) {
        RelayWorld world = new RelayWorld(false, false);
        world.head.completeExceptionally(failure);
        assertThat(world.holdEnds).containsExactly("cancelled");
        assertThat(world.clientEnds).isOne();
        return world.status;
    }

    @Test
    void exchange_inAnyOrderOfEvents_endsItsHoldOnce() {
        for (long seed = 1; seed <= 20_000; seed++) {
            play(seed);
        }
    }

    private static void play(long seed) {
        Random random = new Random(seed);
        RelayWorld world = new RelayWorld(random.nextBoolean(), random.nextBoolean());
        List<String> story = new ArrayList<>();
        boolean upstreamEnded = false;
        for (int step = 0; step < 30; step++) {
            int next = random.nextInt(12);
            story.add(Integer.toString(next));
            boolean canSend = world.body != null && world.demand > 0 && !world.isUpstreamCancelled && !upstreamEnded;
            switch (next) {
                case 0 -> world.answer(random.nextInt(8) == 0 ? 500 : 200, random.nextInt(4) == 0 ? JSON : EVENTS);
                case 1 -> world.ready(random.nextBoolean());
                case 2 -> world.isClientBroken = random.nextInt(4) == 0;
                case 3 -> world.later(Duration.ofSeconds(random.nextInt(20)));
                case 4 -> {
                    if (random.nextInt(4) == 0) {
                        world.gone();
                    }
                }
                case 5 -> {
                    if (world.body != null && !upstreamEnded && random.nextInt(3) == 0) {
                        upstreamEnded = true;
                        world.body.onError(new IOException("reset"));
                    }
                }
                case 6 -> {
                    if (canSend) {
                        world.send(RelayWorld.usage(3) + DONE);
                    }
                }
                case 7 -> {
                    if (world.body != null && !upstreamEnded && random.nextInt(2) == 0) {
                        upstreamEnded = true;
                        world.body.onComplete();
                    }
                }
                default -> {
                    if (canSend) {
                        world.send(RelayWorld.word());
                    }
                }
            }
        }
        world.later(Duration.ofSeconds(700));
        world.ready(true);
        world.later(Duration.ofSeconds(700));
        String told = "seed " + seed + ": " + story;
        assertThat(world.holdEnds).as(told).hasSize(1);
        assertThat(world.reports).as(told).hasSize(1);
        assertThat(world.clientEnds).as(told).isOne();
        assertThat(upstreamEnded
                        || world.isUpstreamCancelled
                        || world.body == null
                        || world.text().contains("[DONE]"))
                .as(told)
                .isTrue();
    }
}
