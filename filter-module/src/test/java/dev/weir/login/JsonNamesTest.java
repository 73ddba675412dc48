package dev.weir.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNamesTest {

    private static final List<String> PATH = List.of("user", "name");

    private static SubmittedNames in(String json) {
        return JsonNames.in(json, PATH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user\":{\"name\":\"alice\"}}",
                " \r\n\t{ \"user\" : { \"name\" : \"alice\" , \"x\" : 1 } } \n",
                "{\"a\":[1,{\"user\":{\"name\":\"no\"}},[],{}],\"user\":{\"name\":\"alice\"},\"b\":null}",
                "{\"name\":\"no\",\"user\":{\"b\":{\"name\":\"no\",\"user\":{\"name\":\"no\"}},\"name\":\"alice\"}}",
                "{\"user\":{\"name\":\"alice\"},\"x\":{\"name\":\"no\"}}",
                "{\"\\u0075ser\":{\"na\\u006De\":\"\\u0061lice\"}}",
                "{\"USER\":{\"Name\":\"alice\"}}",
                "{\"user\":\"text\",\"user\":{\"name\":\"alice\"}}",
                "\ufeff{\"user\":{\"name\":\"alice\"}}",
                "{\"x\":-1.5e+10,\"y\":true,\"user\":{\"name\":\"alice\",\"p\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t}\"}}",
            })
    void in_oneNameAtThePath_isFound(String json) {
        assertThat(in(json)).isEqualTo(new SubmittedNames(List.of("alice"), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{}",
                "[]",
                "1",
                "null",
                "\"alice\"",
                "{\"user\":null}",
                "{\"user\":{}}",
                "{\"user\":{\"name\":null}}",
                "{\"name\":\"alice\"}",
                "[{\"user\":{\"name\":\"alice\"}}]",
                "{\"user\":{\"x\":[{\"name\":\"alice\"}]}}",
            })
    void in_noNameAtThePath_isNone(String json) {
        assertThat(in(json)).isEqualTo(SubmittedNames.NONE);
    }

    @Test
    void in_memberTwice_bothAreFound() {
        assertThat(in("{\"user\":{\"name\":\"a\",\"name\":\"b\"}}").values()).containsExactly("a", "b");
        assertThat(in("{\"user\":{\"name\":\"a\"},\"user\":{\"name\":\"b\"}}").values())
                .containsExactly("a", "b");
        assertThat(in("{\"user\":{\"name\":\"a\",\"NAME\":\"b\"}}").values()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user\":{\"name\":[\"alice\"]}}",
                "{\"user\":{\"name\":{\"first\":\"alice\"}}}",
                "{\"user\":[{\"name\":\"alice\"}]}",
                "{\"user\":{\"name\":true}}",
                "{\"user\":{\"name\":1.5}}",
                "{\"user\":{\"name\":1e3}}",
                "{\"user\":{\"name\":'alice'}}",
                "{user:{name:\"alice\"}}",
                "{\"user\":{\"name\":\"alice\"},}",
                "{\"user\":{\"name\":\"alice\"}",
                "{\"user\":{\"name\":\"alice\"}}}",
                "{\"user\":{\"name\":\"alice\"}}{}",
                "{\"user\":{\"name\":\"alice\"]}",
                "{\"user\":{\"name\":\"alice}}",
                "{\"user\":{\"name\":\"a\nb\"}}",
                "{\"user\":{\"name\":\"\\x\"}}",
                "{\"user\":{\"name\":\"\\u00g1\"}}",
                "{\"user\":{\"name\":\"\\u\uff11\uff11\uff11\uff11\"}}",
                "{\"x\":01,\"user\":{\"name\":\"alice\"}}",
                "{\"x\":tru,\"user\":{\"name\":\"alice\"}}",
                "/*c*/{\"user\":{\"name\":\"alice\"}}",
                "user=alice",
            })
    void in_whatParsersReadDifferently_isUnclear(String json) {
        assertThat(in(json).clear()).isFalse();
    }

    @Test
    void in_wholeNumber_isItsText() {
        assertThat(in("{\"user\":{\"name\":4711}}")).isEqualTo(new SubmittedNames(List.of("4711"), true));
    }

    @Test
    void in_deeplyNested_isReadToItsEnd() {
        int depth = 30_000;
        String deep = "[".repeat(depth) + "]".repeat(depth);
        assertThat(in("{\"x\":" + deep + ",\"user\":{\"name\":\"alice\"}}").values())
                .containsExactly("alice");
        assertThat(in("[".repeat(60_000)).clear()).isFalse();
        assertThat(in("{\"user\":".repeat(7_000) + "1" + "}".repeat(7_000)).values())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, , true",
        "UTF-8, utf-8, true",
        "UTF-8, US-ASCII, true",
        "UTF-8, ISO-8859-1, true",
        "UTF-8, UTF-16, false",
        "UTF-8, IBM037, false",
        "UTF-8, no-such-charset, false",
        "UTF-8, ' ', false",
        "UTF-16LE, , false",
        "UTF-16, UTF-16, false",
        "UTF-32BE, , false",
        "IBM037, IBM037, false",
    })
    void in_charset_isClearIfEveryReadingIsTheSame(String sent, String declared, boolean clear) {
        byte[] body = "{\"user\":{\"name\":\"alice\"}}".getBytes(Charset.forName(sent));
        SubmittedNames names = JsonNames.in(body, Optional.ofNullable(declared), PATH);
        assertThat(names.clear()).isEqualTo(clear);
        assertThat(names.values()).isEqualTo(clear ? List.of("alice") : List.of());
    }

    @Test
    void in_otherThanAscii_isClearAsUtf8Alone() {
        byte[] body = "{\"user\":{\"name\":\"\u00e9\"}}".getBytes(StandardCharsets.UTF_8);
        assertThat(JsonNames.in(body, Optional.empty(), PATH).values()).containsExactly("\u00e9");
        assertThat(JsonNames.in(body, Optional.of("ISO-8859-1"), PATH)).isEqualTo(SubmittedNames.UNCLEAR);
    }
}
