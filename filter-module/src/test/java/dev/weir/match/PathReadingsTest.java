package dev.weir.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathReadingsTest {

    private static final List<String> WELCOME = List.of("index.html", "pages/start");

    private static PathReadings of(String uri, String context, String container) {
        return PathReadings.of(uri, context, container, null, WELCOME);
    }

    private static boolean matches(PathReadings readings, String pattern) {
        return readings.matchAny(PathPattern.parse(pattern), "GET");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/login, '', /api, /login",
        "/shop/api, /shop, /api,",
        "/shop/a.b-c_d~e/f, /shop, /a.b-c_d~e/f,",
    })
    void of_ordinaryPath_isNoneWithoutAnAllocation(String uri, String context, String servletPath, String pathInfo) {
        assertThat(PathReadings.of(uri, context, servletPath, pathInfo, WELCOME))
                .isSameAs(PathReadings.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        // what the container says, whatever the path looks like
        "/x, '', /limited, /limited",
        "/limited;/..;/health, '', /limited, /limited",
        "/limited;/..;/health, '', /health, /health",
        "/shop/limited%3B/..%3B/health, /shop, /limited, /limited",
        // as Payara maps, though a filter of the application may have wrapped the request
        "/limited;/..;/health, '', /other, /limited",
        "/shop/limited%3B/health, /shop, /other, /limited",
        // as Jersey routes
        "/api/a%2Fb, '', /api/a/b, /api/*",
        "/api/a%2fb, '', /api/a/b, /api/a/b",
        "/shop/api/a%2Fb, /shop, /api/a/b, /api/{id}",
        "/api/..%2Flogin, '', /api/login, /api/*",
        "/api/%2e%2e, '', /api, /api/*",
        "/api/a/..;/end, '', /api/a/.., /api/*/*/end",
        "/x/../shop/api/a/../end, /shop, /api/end, /api/*/*/end",
        "//shop//api/a/../end, //shop, /api/end, /api/*/*/end",
        "/api/x/../a%2Fb, '', /api/a/b, /api/*",
        // decoded twice
        "/health/.%252e/limited/b.do, '', /health/.%2e/limited/b.do, /limited/*",
        "/health/x%252Flimited, '', /health/x%2Flimited, /health/x/limited",
        // a backslash, where it is a slash
        "'/a\\limited', '', '/a\\limited', /a/limited",
        "/a%5Climited, '', '/a\\limited', /a/limited",
        "/a%5climited, '', '/a\\limited', '/a\\limited'",
        // octets that are handed out as characters
        "/gr\u00c3\u00b6\u00c3\u009fe, '', /x, /größe",
        "/gr%C3\u00b6%c3%9fe, '', /x, /größe",
        "/größe, '', /x, /größe",
    })
    void matchAny_otherReading_isMatched(String uri, String context, String container, String pattern) {
        PathReadings readings = of(uri, context, container);
        String path = RequestPath.normalize(uri, context);
        assertThat(matches(readings, pattern) || PathPattern.parse(pattern).matches("GET", path))
                .as("%s, %s", path, readings)
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/index.html, /, true",
        "/index.html;x, /, true",
        "/a/%69ndex.html, /a, true",
        "/a/index.html, /a/, true",
        "/a/pages/start, /a, true",
        "/a/index.html, /, false",
        "/a/xindex.html, /a, false",
        "/index.html/a, /, false",
        "/a/, /a/index.html, true",
        "/a/;x, /a/index.html, true",
        "/, /index.html, true",
        "/a, /a/index.html, false",
    })
    void matchAny_welcomeFile_isItsDirectory(String uri, String pattern, boolean expected) {
        String container = uri.contains("%") ? "/x" : uri;
        assertThat(matches(of(uri, "", container), pattern)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/health, /health, true",
        "/health;jsessionid=1, /health, true",
        "/%68ealth, /health, true",
        "/health/, /health/, true",
        "//health, /health, true",
        "/health, /limited, false",
        "/limited;/..;/health, /limited, false",
        "/limited;/..;/health, /health, false",
        "/limited/../health, /health, false",
        "/health%2F..%2Flimited, /limited, false",
        "/health%3B/limited, /health;/limited, false",
        "/health\\, '/health\\', false",
    })
    void matchAll_anExemption_needsEveryReading(String uri, String container, boolean expected) {
        List<PathPattern> exempt = PathPattern.parseAll("/health, /health/live");
        boolean path = exempt.stream().anyMatch(each -> each.matches("GET", RequestPath.normalize(uri, "")));
        assertThat(path && of(uri, "", container).matchAll(exempt, "GET")).isEqualTo(expected);
    }

    @Test
    void matchAll_method_isCompared() {
        List<PathPattern> exempt = PathPattern.parseAll("GET /health");
        PathReadings readings = of("/%68ealth", "", "/health;");
        assertThat(readings.matchAll(exempt, "GET")).isFalse();
        assertThat(of("/%68ealth/", "", "/health/").matchAll(exempt, "GET")).isTrue();
        assertThat(of("/%68ealth/", "", "/health/").matchAll(exempt, "POST")).isFalse();
    }

    @Test
    void of_veryLong_isQuick() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (String part :
                    new String[] {"%41", "%", "/", "/..", "/%2e%2e", ";", ";a/", "://", "%5c", "\u00c3", "/a;"}) {
                assertThat(of(part.repeat(4_000), "/a", part).toString()).isNotEmpty();
            }
        });
    }

    /**
     * Whatever is sent: what the container maps is among the readings, and an exemption elsewhere does not cover it.
     */
    @Test
    void random_whatTheContainerMaps_isMatchedAndNotExempt() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] parts = {
            "/", "/", "..", ".", ";", "%", "%2F", "%2e", "%3B", "%ff", "%C3%A9", "a", "health", "\\", "%5c", "é"
        };
        List<PathPattern> exempt = PathPattern.parseAll("/health/**");
        for (int i = 0; i < 20_000; i++) {
            StringBuilder uri = new StringBuilder("/");
            for (int length = random.nextInt(12); length > 0; length--) {
                uri.append(parts[random.nextInt(parts.length)]);
            }
            PathReadings readings = of(uri.toString(), "", "/limited");
            assertThat(matches(readings, "/limited"))
                    .as("seed %d: %s", seed, uri)
                    .isTrue();
            assertThat(readings.matchAll(exempt, "GET"))
                    .as("seed %d: %s", seed, uri)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/a b", "/a\tb", "/a\u0000", "/a\u007f", "*", "", "http://host/a", "/a/./b", "/a//b", "/.a"})
    void of_somethingStrange_isLookedAt(String uri) {
        assertThat(of(uri, "", uri)).isNotSameAs(PathReadings.NONE);
    }
}
