package dev.weir.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldScannerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"usage\":{\"a\":1}}|{\"a\":1}",
                "{\"x\":{\"usage\":1},\"usage\" : 2 }|2",
                "{\"x\":\"\\\"usage\\\":3,\",\"usage\":\"}\",\"y\":1}|\"}\"",
                "{\"usage\":1,\"usage\":[2,{\"u\":[]}]}|[2,{\"u\":[]}]",
                "{\"usage2\":1}|''",
                "{\"usag\":1}|''",
                "[{\"usage\":1}]|''",
                "{\"usage\":null,\"b\":true}|null"
            })
    void value_ofTheTop_isFoundByteByByte(String json, String expected) {
        FieldScanner scanner = new FieldScanner("usage");
        for (byte each : json.getBytes(StandardCharsets.UTF_8)) {
            assertThat(scanner.isComplete()).isFalse();
            scanner.look(ByteBuffer.wrap(new byte[] {each}));
        }
        assertThat(scanner.value().orElse("")).isEqualTo(expected);
        assertThat(scanner.isComplete()).isTrue();
    }
}
