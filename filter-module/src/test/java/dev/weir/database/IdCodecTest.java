package dev.weir.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdCodecTest {

    @ParameterizedTest
    @CsvSource({
        "login|4:203.0.113.9, login|4:203.0.113.9",
        "login|u:Zoë, login|u:^zo%00eb",
        "login|u:a b^%, login|u:a%0020b%005e%0025",
    })
    void encode_examples_areAsDocumented(String id, String column) {
        assertThat(IdCodec.encode(id)).isEqualTo(column);
        assertThat(IdCodec.decode(column)).isEqualTo(id);
    }

    @Test
    void encode_anyText_isPlainAndComesBack() {
        long seed = 42;
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append((char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
            }
            String column = IdCodec.encode(text.toString());
            assertThat(column).matches("[!-@\\[-~]*");
            assertThat(IdCodec.decode(column)).as("seed %d", seed).isEqualTo(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%00", "%00gg", "a^"})
    void decode_cutOff_isRefused(String column) {
        assertThatIllegalArgumentException().isThrownBy(() -> IdCodec.decode(column));
    }
}
