package dev.weir.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventReaderTest {

    private static final String TEXT =
            "\uFEFFdata: a\r\n\r\n: comment\n\ndata:b\rdata: 한글\r\revent: x\ndata\ndata: c\n\n\n\r\ndata: [DONE]\n\n";

    @Test
    void next_partsCutAnywhere_readsTheSameEvents() throws Exception {
        for (long seed = 0; seed < 2_000; seed++) {
            assertThat(data(TEXT, new Random(seed)))
                    .as("seed " + seed)
                    .containsExactly("a", "", "b\n한글", "\nc", "[DONE]");
        }
    }

    @Test
    void next_raw_hasLineFeedsAlone() throws Exception {
        EventReader reader = new EventReader();
        Optional<Event> event =
                reader.next(ByteBuffer.wrap("event: x\r\ndata: a\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(new String(event.orElseThrow().raw(), StandardCharsets.UTF_8))
                .isEqualTo("event: x\ndata: a\n\n");
    }

    @Test
    void next_endlessLine_isBroken() {
        EventReader reader = new EventReader();
        assertThatThrownBy(() -> reader.next(ByteBuffer.allocate(EventReader.MOST + 1)))
                .isInstanceOf(BrokenAnswerException.class);
    }

    private static List<String> data(String text, Random random) throws BrokenAnswerException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        EventReader reader = new EventReader();
        List<String> data = new ArrayList<>();
        for (int from = 0; from < bytes.length; ) {
            int length = Math.min(bytes.length - from, 1 + random.nextInt(7));
            ByteBuffer part = ByteBuffer.wrap(bytes, from, length);
            for (Optional<Event> event = reader.next(part); event.isPresent(); event = reader.next(part)) {
                data.add(event.get().data());
            }
            from += length;
        }
        return data;
    }
}
