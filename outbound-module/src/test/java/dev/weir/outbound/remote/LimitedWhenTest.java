package dev.weir.outbound.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitedWhenTest {

    private static final int MAX = 65_536;

    @Test
    void matches_otherCharset_isRead() {
        LimitedWhen when = LimitedWhen.read(List.of("json:/msg=초과"), MAX);
        byte[] korean = "{\"msg\":\"초과\"}".getBytes(Charset.forName("EUC-KR"));
        BodyPrefix body = new BodyPrefix(new ByteArrayInputStream(korean), MAX);

        assertThat(when.matches(200, type("application/json; charset=\"euc-kr\""), Optional.of(body)))
                .isTrue();
        assertThat(when.matches(200, type("application/json; charset=no-such"), Optional.of(body)))
                .isFalse();
        assertThat(when.matches(200, type("application/json"), Optional.of(body)))
                .isFalse();
    }

    @Test
    void matches_header_byItsLineOrAnElementOfIt() {
        LimitedWhen when = LimitedWhen.read(List.of("header:X-Error=limit"), MAX);
        for (String line : List.of("limit", " limit ", "other, limit", "limit,other")) {
            assertThat(when.matches(200, Fields.of(Map.of("x-error", List.of(line))), Optional.empty()))
                    .as(line)
                    .isTrue();
        }
        for (String line : List.of("", "limits", "no limit", "Limit")) {
            assertThat(when.matches(200, Fields.of(Map.of("X-Error", List.of(line))), Optional.empty()))
                    .as(line)
                    .isFalse();
        }
    }

    private static Fields type(String value) {
        return Fields.of(Map.of("Content-Type", List.of(value)));
    }
}
