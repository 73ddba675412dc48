package dev.weir.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPathTest {

    @ParameterizedTest
    @CsvSource({
        "/api/login, /api/login",
        "/, /",
        "'', /",
        "//, /",
        "/api/, /api",
        "/api/login;x=1, /api/login",
        "/api;a=b;c/login;x=1/, /api/login",
        "/api/;x, /api",
        "//api///login, /api/login",
        "/api/./login, /api/login",
        "/api/., /api",
        "/api/.., /",
        "/api/x/../login, /api/login",
        "/../../api, /api",
        "/api/..;/login, /login",
        "/api/x/.;y/..;z/login, /api/login",
        "/api/%6Cogin, /api/login",
        "/api/%6cogin, /api/login",
        "/api/%2e%2E/login, /login",
        "/api%2Flogin, /api/login",
        "/api/x%2f..%2Flogin, /api/login",
        "/api%2F%FF%2F..%2Flogin, /api/login",
        "/api/%3Bx, /api/;x",
        "/api;%2Fx/y, /api/y",
        "/api/%256Cogin, /api/%6Cogin",
        "/api/%252e%252e/x, /api/%2e%2e/x",
        "/caf%C3%A9, /café",
        "/%F0%9F%98%80, /😀",
        "/a%FFb, /a\uFFFDb",
        "/a%C3, /a\uFFFD",
        "/%, /%",
        "/%4, /%4",
        "/%zz%41, /%zzA",
        "/%%41, /%A",
        "/$1%5C, '/$1\\'",
        "/.well-known/x, /.well-known/x",
        "/a/...;x, /a/...",
        "*, /*",
        "api, /api",
        "http://host/api/login, /api/login",
        "HTTP://user@host:8080//api/%6Cogin;x, /api/login",
        "http://host, /",
        "http:/api, /http:/api",
        "/http://host/api, /http:/host/api",
    })
    void normalize_everySpelling_isOne(String raw, String expected) {
        assertThat(RequestPath.normalize(raw, "")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/app, /app, /",
        "/app/, /app, /",
        "/app/api, /app, /api",
        "/app/api, /app/, /api",
        "/app/api, /, /app/api",
        "//app/api, /app, /api",
        "//app/api, //app, /api",
        "/%61pp/api, /app, /api",
        "/%61pp/api, /%61pp, /api",
        "/app;v=1/api, /app;v=1, /api",
        "/x/../app/api, /x/../app, /api",
        "/app/app/api, /app, /app/api",
        "/application, /app, /application",
        "/other/api, /app, /other/api",
        "/app/../api, /app, /api",
        "/a/b/api, /a/b, /api",
        "http://host/app/api, /app, /api",
        "*, /app, /*",
    })
    void normalize_contextPath_isTakenOff(String raw, String context, String expected) {
        assertThat(RequestPath.normalize(raw, context)).isEqualTo(expected);
    }

    @Test
    void normalize_nothingToDo_returnsTheSameText() {
        String raw = "/api/login";
        assertThat(RequestPath.normalize(raw, "")).isSameAs(raw);
    }

    @Test
    void normalize_veryLong_isQuick() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (String part : new String[] {"%41", "%", "/", "/..", "/%2e%2e", ";", ";a/", "://", "a", "http://"}) {
                assertThat(RequestPath.normalize(part.repeat(100_000), part)).startsWith("/");
            }
        });
    }

    @Test
    void normalize_garbage_isAlwaysNormal() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] parts = {
            "/", "/", "..", ".", ";", "%", "%2", "%2F", "%2e", "%3B", "%ff", "%C3%A9", "a", "é", "\uD83D", "://"
        };
        for (int i = 0; i < 50_000; i++) {
            String raw = random(random, parts);
            String path = RequestPath.normalize(raw, random(random, parts));
            assertThat(path).as("seed %d: %s", seed, raw).startsWith("/").doesNotContain("//");
            assertThat(path + "/").as("seed %d: %s", seed, raw).doesNotContain("/../", "/./");
            assertThat(path.length() > 1 && path.endsWith("/"))
                    .as("seed %d: %s", seed, raw)
                    .isFalse();
        }
    }

    private static String random(Random random, String[] parts) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }
}
