package dev.weir.outbound.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonScanTest {

    /** The example of RFC 6901 section 5, without what has no scalar. */
    private static final String RFC = "{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,"
            + "\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,\"m~n\":8}";

    private static boolean finds(String json, String pointer, String expected) {
        return finds(json.getBytes(UTF_8), pointer, expected);
    }

    private static boolean finds(byte[] json, String pointer, String expected) {
        return JsonScan.finds(new ByteArrayInputStream(json), Optional.empty(), JsonPointer.read(pointer), expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', ignoreLeadingAndTrailingWhitespace = false, quoteCharacter = '`', textBlock = """
            /foo/0!bar
            /foo/1!baz
            /!0
            /a~1b!1
            /c%d!2
            /e^f!3
            /g|h!4
            /i\\j!5
            /k"l!6
            / !7
            /m~0n!8
            """)
    void finds_examplesOfTheRfc(String pointer, String value) {
        assertThat(finds(RFC, pointer, value)).isTrue();
        assertThat(finds(RFC, pointer, value + "9")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            {"a":{"b":[1,{"c":"x"},[2,3]]}}   ! /a/b/1/c  ! x    ! true
            {"a":{"b":[1,{"c":"x"},[2,3]]}}   ! /a/b/2/1  ! 3    ! true
            {"a":{"b":[1,{"c":"x"},[2,3]]}}   ! /a/b/2/0  ! 3    ! false
            {"a":{"b":[[1],1]}}               ! /a/b/1    ! 1    ! true
            {"a":{"b":[[1],1]}}               ! /a/b/0    ! 1    ! false
            {"a":[[9,8],[7,{"x":1}],6]}       ! /a/2      ! 6    ! true
            {"b":{"a":1},"a":2}               ! /a        ! 1    ! false
            {"b":{"a":1},"a":2}               ! /a        ! 2    ! true
            {"a":1,"b":{"a":5},"a":3}         ! /a        ! 3    ! true
            {"a":1,"b":{"a":5},"a":3}         ! /a        ! 5    ! false
            {"a":{"x":1},"c":{"b":2}}         ! /a/b      ! 2    ! false
            [{"a":1},{"a":2}]                 ! /1/a      ! 2    ! true
            [{"a":1},{"a":2}]                 ! /01/a     ! 2    ! false
            [1,2]                             ! /-        ! 2    ! false
            {"0":{"a":1}}                     ! /0/a      ! 1    ! true
            {"a":true}                        ! /a        ! true ! true
            {"a":"true"}                      ! /a        ! true ! true
            {"a":null}                        ! /a        ! null ! true
            {"a":false}                       ! /a        ! true ! false
            {"a":1.0}                         ! /a        ! 1    ! false
            {"a":{"b":1}}                     ! /a        ! 1    ! false
            {"a":"\\u0045GW"}                 ! /a        ! EGW  ! true
            "x"                               ! ``        ! x    ! true
            429                               ! ``        ! 429  ! true
            {"a":1}                           ! ``        ! 1    ! false
            {"a":1} {"b":2}                   ! /b        ! 2    ! false
            {"a" 1,"b":2}                     ! /b        ! 2    ! false
            """)
    void finds_placesAndOthersLikeThem(String json, String pointer, String value, boolean found) {
        assertThat(finds(json, pointer, value)).isEqualTo(found);
    }

    @Test
    void finds_textCutOffAnywhere_isDecidedByWhatCameBefore() {
        String json = "{\"list\":[1,[2],{\"msg_cd\":\"no\"}],\"code\":12,\"msg_cd\":\"EGW\",\"end\":true}";
        int afterText = json.indexOf("EGW\"") + 4;
        int number = json.indexOf("12,");
        byte[] bytes = json.getBytes(UTF_8);
        for (int length = 0; length <= bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThat(finds(cut, "/msg_cd", "EGW")).isEqualTo(length >= afterText);
            boolean code = finds(cut, "/code", "12");
            if (length <= number + 2) {
                // 12 can be the beginning of 123
                assertThat(code).isFalse();
            } else if (length >= afterText) {
                assertThat(code).isTrue();
            }
            assertThat(finds(cut, "/code", "1")).isFalse();
        }
    }

    @Test
    void finds_veryDeepText_isNoMatchAndNoError() {
        assertThat(finds("[".repeat(65_536), "/0/0", "1")).isFalse();
        assertThat(finds("{\"a\":".repeat(13_000), "/a/a", "1")).isFalse();
        assertThat(finds("{\"x\":" + "[".repeat(500) + "]".repeat(500) + ",\"a\":1}", "/a", "1"))
                .isTrue();
    }

    @Test
    void finds_hostileTexts_endSoon() {
        assertThat(finds("{\"a\":" + "9".repeat(65_000) + "}", "/a", "1")).isFalse();
        assertThat(finds("{\"a\":1e" + "9".repeat(65_000) + "}", "/a", "1")).isFalse();
        assertThat(finds("{\"" + "k".repeat(65_000) + "\":1}", "/a", "1")).isFalse();
        assertThat(finds("{\"a\":\"" + "\\u0000".repeat(10_000) + "\"}", "/a", "1"))
                .isFalse();
        assertThat(finds(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0}, "/a", "1"))
                .isFalse();
        assertThat(finds("[" + "1,".repeat(30_000) + "7]", "/30000", "7")).isTrue();
    }

    @Test
    void finds_unicodeWithAndWithoutByteOrderMark_isRead() {
        assertThat(finds("{\"a\":\"초\"}", "/a", "초")).isTrue();
        assertThat(finds("{\"a\":\"초\"}".getBytes(java.nio.charset.StandardCharsets.UTF_16BE), "/a", "초"))
                .isTrue();
        assertThat(finds("\ufeff{\"a\":\"초\"}", "/a", "초")).isTrue();
    }
}
