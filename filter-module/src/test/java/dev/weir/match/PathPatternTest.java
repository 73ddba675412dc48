package dev.weir.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {

    @ParameterizedTest
    // One line is the header; the parser leaves the comment out by itself and does not count it
    @CsvFileSource(resources = "/vectors/paths.csv", numLinesToSkip = 1)
    void matches_vectors(String pattern, String request, boolean expected) {
        String[] methodAndUri = request.split(" ", 2);
        String path = RequestPath.normalize(methodAndUri[1], "");
        assertThat(PathPattern.parse(pattern).matches(methodAndUri[0], path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/, /, true",
        "/, /a, false",
        "/*, /, false",
        "/*, /a, true",
        "/**, /, true",
        "/**, /a/b, true",
        "/**/**, /, true",
        "/api/, /api, true",
        "/api/**/, /api, true",
        "/api, /api/, true",
        "/api/*, /api/, false",
        "/a/**/z, /a/z, true",
        "/a/**/z, /a/b/c/z, true",
        "/a/**/z, /a/z/b, false",
        "/a/**/z, /a/z/b/z, true",
        "/**/b/**/d, /a/b/c/b/d, true",
        "/**/b/*/d, /b/b/c/d, true",
        "/**/b/c, /b/b/d, false",
        "/**/*.json, /.json, true",
        "/**/*.json, /x.json/y, false",
        "/a*b*c, /abc, true",
        "/a*b*c, /axbxbxc, true",
        "/a*b*c, /axbxcx, false",
        "/a*b*c, /ab/c, false",
        "/a*, /a, true",
        "/*a, /b, false",
        "/a*a, /a, false",
        "/*a*, /bab, true",
        "/a.b, /axb, false",
        "/ä, /ä, true",
        "/a/{id}, /a/b, true",
        "/a/{id}, /a/b/c, false",
        "/a/{id}, /a, false",
        "/{a}/x/{b-c.d_1}, /1/x/2, true",
        "/{id}, /a/b, false",
        "/a/{id}.json, /a/b.json, true",
        "/a/{id}.json, /a/b.xml, false",
        "/a/v{major}{minor}, /a/v12, true",
        "*.do, /a.do, true",
        "*.do, /a/b.do, true",
        "*.do, /a.do/b, false",
        "GET *.do, /a.do, true",
        "POST *.do, /a.do, false",
        "/gr\u00c3\u00b6\u00c3\u009fe/**, /größe/x, true",
        "/gr\u00f6\u00dfe/**, /größe/x, true",
        "/\u20ac\u00c3\u00b6, /\u20ac\u00c3\u00b6, true",
    })
    void matches_wildcards(String pattern, String path, boolean expected) {
        assertThat(PathPattern.parse(pattern).matches("GET", path)).isEqualTo(expected);
    }

    @Test
    void matches_otherMethod_isFalse() {
        PathPattern pattern = PathPattern.parse("POST /api");
        assertThat(pattern.matches("POST", "/api")).isTrue();
        assertThat(pattern.matches("post", "/api")).isFalse();
        assertThat(pattern.matches("GET", "/api")).isFalse();
    }

    @Test
    void matches_hostilePath_isQuick() {
        List<PathPattern> patterns = PathPattern.parseAll(
                "/**/a/**/a/**/a/**/a/**/a/**/a/**/b, /**/*a*a*a*a*a*a*a*a*b, /*a*a*a*a*a*a*a*a*b, /**/a/a/a/a/a/a/a/b");
        List<String> paths = List.of("/a".repeat(4_000), "/" + "a".repeat(8_000), "/".repeat(8_000) + "a");
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < 20; i++) {
                for (PathPattern pattern : patterns) {
                    assertThat(paths).noneMatch(path -> pattern.matches("GET", path));
                }
            }
        });
    }

    /** The same meaning as a regular expression, slow and beyond doubt. */
    @Test
    void matches_random_agreesWithARegularExpression() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String pattern = random(random, List.of("/a", "/b", "/*", "/**", "/a*", "/*b", "/a*b", "/*a*"));
            String path = random(random, List.of("/a", "/b", "/ab", "/aab", "/ba"));
            String regex = pattern.replaceAll("/\\*\\*", "(?:/[^/]+)#")
                    .replaceAll("\\*", "[^/]*")
                    .replace('#', '*');
            assertThat(PathPattern.parse(pattern).matches("GET", path))
                    .as("seed %d: %s %s", seed, pattern, path)
                    .isEqualTo(Pattern.matches(regex, path));
        }
    }

    private static String random(Random random, List<String> segments) {
        StringBuilder text = new StringBuilder();
        for (int length = 1 + random.nextInt(6); length > 0; length--) {
            text.append(segments.get(random.nextInt(segments.size())));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "api/*, 'pattern must begin with /'",
        "POST, 'pattern must begin with /'",
        "POST api, 'pattern must begin with /'",
        "'', pattern must not be empty",
        "P(ST /api, method must be a token such as POST",
        "* /api, method must be a token such as POST",
        "post /api, method must be in upper case",
        "'GET|POST /api', 'write one pattern for each method, separated by commas'",
        "'/(a|b)', 'pattern is no regular expression, it must not contain ^ | [ or ] (* stands for a character)'",
        "'/a[bc]', 'pattern is no regular expression, it must not contain ^ | [ or ] (* stands for a character)'",
        "'/^a$', 'pattern is no regular expression, it must not contain ^ | [ or ] (* stands for a character)'",
        "/a\u200b, pattern must not contain invisible characters (* stands for them)",
        "/a\u00a0b, pattern must not contain invisible characters (* stands for them)",
        "/\u202ea, pattern must not contain invisible characters (* stands for them)",
        "/a\u0000b, pattern must not contain invisible characters (* stands for them)",
        "/a?b=c, 'pattern must not contain ?, a query is not part of a path (* stands for a character)'",
        "/a#b, 'pattern must not contain #, a fragment is never sent (* stands for a character)'",
        "/a;v=1, 'pattern must not contain ;, path parameters are not compared (* stands for a character)'",
        "/a/{id, '{ and } must enclose a name, as in /a/{id}; for a regular expression write * (one segment) or ** (several)'",
        "/a/{id: .*}, '{ and } must enclose a name, as in /a/{id}; for a regular expression write * (one segment) or ** (several)'",
        "/a/{}, '{ and } must enclose a name, as in /a/{id}; for a regular expression write * (one segment) or ** (several)'",
        "/a/**{id}, ** must be a whole segment",
        "*.a/b, a pattern that begins with *. must go on with an extension",
        "*., a pattern that begins with *. must go on with an extension",
        "*.*, a pattern that begins with *. must go on with an extension",
        "*do, 'pattern must begin with /'",
        "/a**, ** must be a whole segment",
        "/**a/b, ** must be a whole segment",
        "GET /a/***, ** must be a whole segment",
        "//, 'pattern must not contain empty segments, . or ..'",
        "/a//b, 'pattern must not contain empty segments, . or ..'",
        "/a/../b, 'pattern must not contain empty segments, . or ..'",
        "/./a, 'pattern must not contain empty segments, . or ..'",
        "/a POST /b, pattern must not contain spaces or escapes (* stands for them)",
        "/a%20b, pattern must not contain spaces or escapes (* stands for them)",
    })
    void parse_wrong_namesTheRule(String text, String rule) {
        assertThatThrownBy(() -> PathPattern.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(rule + ", was \"" + text + "\"");
    }

    @Test
    void parse_spacesAround_areStripped() {
        assertThat(PathPattern.parse("  POST \t /api/login ")).hasToString("POST /api/login");
    }

    @Test
    void parseAll_several_keepsTheirOrder() {
        assertThat(PathPattern.parseAll("POST /api/login, /reports/** ").toString())
                .isEqualTo("[POST /api/login, /reports/**]");
    }

    @ParameterizedTest
    @CsvSource({"''", "'/a,'", "',/a'", "'/a, ,/b'"})
    void parseAll_emptyElement_isAProblem(String text) {
        assertThatThrownBy(() -> PathPattern.parseAll(text))
                .hasMessage("pattern must not be empty, was \"" + text + "\"");
    }

    @Test
    void parseAll_wrongElement_isTheOneInTheMessage() {
        assertThatThrownBy(() -> PathPattern.parseAll("/a, api/*"))
                .hasMessage("pattern must begin with /, was \"api/*\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/*, GET, /echo/*, true",
        "/*, GET, '', true",
        "/echo/*, GET, /echo/*, true",
        "/echo/*, GET, /echo/a/*, false",
        "/echo/*, GET, /, false",
        "POST /echo/*, GET, /echo/*, false",
        "POST /echo/*, POST, /echo/*, true",
        "POST /*, GET, /, false",
    })
    void isMapping_ofAServlet_isAllThatItGets(String text, String method, String mapping, boolean expected) {
        assertThat(PathPattern.parse(text).isMapping(method, mapping)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/*, true", "GET /a/*, true", "/a/**, false", "/*/*, false", "/a/b*, false", "*.do, false", "/a, false"
    })
    void isPrefixForm_endsWithItsOnlyStar(String text, boolean expected) {
        assertThat(PathPattern.parse(text).isPrefixForm()).isEqualTo(expected);
    }

    @Test
    void matches_head_isAGetButNotAPost() {
        assertThat(PathPattern.parse("GET /api").matches("HEAD", "/api")).isTrue();
        assertThat(PathPattern.parse("POST /api").matches("HEAD", "/api")).isFalse();
        assertThat(PathPattern.parse("HEAD /api").matches("GET", "/api")).isFalse();
    }
}
