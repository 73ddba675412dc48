package dev.weir.login;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormBodyTest {

    private static SubmittedNames names(String form, String declared) {
        return FormBody.parse(form).names("user", Optional.ofNullable(declared));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user=alice",
                "user=alice&password=x",
                "a=b&&user=alice&",
                "%75ser=%61lice",
                "User=no&user=alice&users=no&=no&user%20=no",
            })
    void names_oneParameter_isFound(String form) {
        assertThat(names(form, null)).isEqualTo(new SubmittedNames(List.of("alice"), true));
    }

    @Test
    void names_severalParameters_areAllFound() {
        assertThat(names("user=a&user=b", null).values()).containsExactly("a", "b");
    }

    @Test
    void names_noParameter_isNone() {
        assertThat(names("", null)).isEqualTo(SubmittedNames.NONE);
        assertThat(names("password=x", null)).isEqualTo(SubmittedNames.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user=%", "user=%4", "user=%zz", "%zz=alice", "user=alice&x=%", "user=%\uff16\uff11"})
    void names_brokenEncoding_isUnclear(String form) {
        assertThat(names(form, null).clear()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "user=%C3%A9, , \u00e9",
        "user=%C3%A9, UTF-8, \u00e9",
        "user=%E9, , \u00e9",
        "user=%E9, ISO-8859-1, \u00e9",
        "user=%E9, windows-1252, \u00e9",
        "user=alice, UTF-16, ",
        "user=alice, IBM037, ",
        "user=alice, none, ",
        "user=%C3%A9, ISO-8859-1, ",
        "user=%1B(Balice, ISO-2022-JP, ",
    })
    void names_charset_isClearIfEveryReadingIsTheSame(String form, String declared, String name) {
        SubmittedNames names = names(form, declared);
        assertThat(names.clear()).isEqualTo(name != null);
        assertThat(names.values()).isEqualTo(name == null ? List.of() : List.of(name));
    }

    @Test
    void texts_valuesInTheirOrder_byName() {
        Map<String, List<String>> texts = FormBody.parse("b=1&a=x+y%2B&b=2&empty&=nameless&c=%C3%A9&broken=%x")
                .texts(UTF_8);
        assertThat(texts.keySet()).containsExactly("b", "a", "empty", "c");
        assertThat(texts.get("b")).containsExactly("1", "2");
        assertThat(texts.get("a")).containsExactly("x y+");
        assertThat(texts.get("empty")).containsExactly("");
        assertThat(texts.get("c")).containsExactly("\u00e9");
        assertThat(FormBody.parse("c=%C3%A9").texts(ISO_8859_1).get("c")).containsExactly("\u00c3\u00a9");
    }
}
