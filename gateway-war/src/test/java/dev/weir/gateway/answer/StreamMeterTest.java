package dev.weir.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.gateway.request.Endpoint;
import dev.weir.gateway.token.DeliveredTokens;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a stream is charged for. */
class StreamMeterTest {

    private static final long PROMPT = 7;

    private static StreamMeter meter(int choices) {
        StreamLimits limits = new StreamLimits(Endpoint.CHAT, choices, 50, false, PROMPT);
        return new StreamMeter(limits, new DeliveredTokens(String::length, false));
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
    void delivered_afterARunningUsage_isThatAndWhatCameSince() throws BrokenAnswerException {
        StreamMeter meter = meter(1);
        String several = "{\"index\":0,\"delta\":{\"content\":\"" + "several words ".repeat(7) + "\"}}";
        look(meter, several, used(5, 14));
        assertThat(meter.delivered()).as("not the characters").isEqualTo(new Usage(5, 14));
        look(meter, word(0), "null");
        assertThat(meter.delivered()).isEqualTo(new Usage(5, 15));
    }

    @Test
    void delivered_afterUsagesOfNothing_isTheParts() throws BrokenAnswerException {
        StreamMeter meter = meter(1);
        look(meter, word(0), used(5, 0));
        look(meter, word(0), used(5, 0));
        assertThat(meter.delivered()).isEqualTo(new Usage(5, 2));
    }

    @Test
    void look_moreTextThanTheCap_isNotCutForThat() throws BrokenAnswerException {
        StreamMeter meter = meter(1);
        for (String part :
                List.of("token-17 ", "\ud55c\uae00", "a".repeat(48), "\u0928\u092e\u0938\u094d\u0924\u0947")) {
            for (int i = 0; i < 12; i++) {
                look(meter, "{\"index\":0,\"delta\":{\"content\":\"" + part + "\"}}", "null");
            }
        }
        assertThat(meter.delivered()).isEqualTo(new Usage(PROMPT, 48));
        look(meter, word(0), "null");
        look(meter, word(0), "null");
        assertThat(meter.look(Chunk.of("{\"choices\":[" + word(0) + "]}")))
                .as("the 51st part")
                .isEqualTo(StreamMeter.Fate.CUT);
    }

    @Test
    void look_runningUsageBeyondTheCap_isCut() throws BrokenAnswerException {
        StreamMeter meter = meter(1);
        look(meter, word(0), used(5, 50));
        assertThat(meter.look(Chunk.of("{\"choices\":[" + word(0) + "],\"usage\":" + used(5, 51) + '}')))
                .isEqualTo(StreamMeter.Fate.CUT);
    }

    @Test
    void look_textOfTheModelsOwnEncodingBeyondTheCap_isCut() throws BrokenAnswerException {
        StreamLimits limits = new StreamLimits(Endpoint.CHAT, 1, 5, false, PROMPT);
        StreamMeter meter = new StreamMeter(limits, new DeliveredTokens(text -> text.split(" ").length, true));
        look(meter, "{\"index\":0,\"delta\":{\"content\":\"one two three four five\"}}", "null");
        assertThat(meter.delivered()).isEqualTo(new Usage(PROMPT, 5));
        assertThat(meter.look(Chunk.of("{\"choices\":[" + word(0) + "]}"))).isEqualTo(StreamMeter.Fate.CUT);
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
