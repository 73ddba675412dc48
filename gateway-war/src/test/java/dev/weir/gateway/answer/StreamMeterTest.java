package dev.weir.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.gateway.request.Endpoint;
import dev.weir.gateway.token.DeliveredTokens;
import org.junit.jupiter.api.Test;

/** What a stream is charged for. */
class StreamMeterTest {

    private static final long PROMPT = 7;

    private static StreamMeter meter(int choices) {
        StreamLimits limits = new StreamLimits(Endpoint.CHAT, choices, 50, 100, false, PROMPT);
        return new StreamMeter(limits, new DeliveredTokens(text -> 1));
    }

    private static void look(StreamMeter meter, String choices, String usage) throws BrokenAnswerException {
        assertThat(meter.look(Chunk.of("{\"choices\":[" + choices + "],\"usage\":" + usage + '}')))
                .isIn(StreamMeter.Fate.PASS, StreamMeter.Fate.DROP);
    }

    private static String word(int choice) {
        return "{\"index\":" + choice + ",\"delta\":{\"content\":\" word\"}}";
    }

    private static String used(long prompt, long completion) {
        return "{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + completion + '}';
    }

    @Test
    void usage_inAnEventOfItsOwn_isThatOfAll() throws BrokenAnswerException {
        StreamMeter meter = meter(2);
        look(meter, word(0), "null");
        look(meter, word(1), "null");
        look(meter, "", used(5, 2));
        assertThat(meter.usage(true)).contains(new Usage(5, 2));
        assertThat(meter.usage(false)).contains(new Usage(5, 2));
    }

    @Test
    void usage_runningOfOneChoice_isNotThatOfAll() throws BrokenAnswerException {
        StreamMeter meter = meter(2);
        for (int i = 1; i <= 10; i++) {
            look(meter, word(0), used(5, i));
            look(meter, word(1), used(5, i));
        }
        assertThat(meter.usage(false)).isEmpty();
        assertThat(meter.usage(true)).isEmpty();
        assertThat(meter.delivered()).isEqualTo(new Usage(5, 20));
    }

    @Test
    void usage_runningAndMoreThanTheText_isWhatALeftStreamCosts() throws BrokenAnswerException {
        StreamMeter meter = meter(1);
        look(meter, word(0), used(5, 4));
        assertThat(meter.usage(false)).isEmpty();
        assertThat(meter.delivered()).isEqualTo(new Usage(5, 4));
        assertThat(meter.usage(true)).as("with the last text").contains(new Usage(5, 4));
    }

    @Test
    void delivered_withoutUsage_isThePromptAsCountedAndTheText() throws BrokenAnswerException {
        StreamMeter meter = meter(1);
        look(meter, word(0), "null");
        look(meter, word(0), "null");
        assertThat(meter.delivered()).isEqualTo(new Usage(PROMPT, 2));
    }

    @Test
    void choice_thatWasNotAskedFor_breaksTheAnswer() {
        for (int index : new int[] {-1, 2}) {
            StreamMeter meter = meter(2);
            assertThatThrownBy(() -> look(meter, word(index), "null"))
                    .isInstanceOf(BrokenAnswerException.class)
                    .hasMessageContaining("choice that was not asked for: " + index);
        }
    }
}
