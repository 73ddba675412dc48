package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreflightTest {

    private static FakeRequest preflight() {
        return new FakeRequest()
                .to("OPTIONS", "/api")
                .with("Origin", "https://example.com")
                .with("Access-Control-Request-Method", "PUT");
    }

    @Test
    void is_whatABrowserSends() {
        assertThat(Preflight.is(preflight())).isTrue();
        assertThat(Preflight.is(preflight()
                        .with("Access-Control-Request-Headers", "authorization")
                        .with("Content-Length", "0")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"GET", "POST", "options", "HEAD"})
    void is_otherMethod_isNone(String method) {
        assertThat(Preflight.is(preflight().to(method, "/api"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, ''",
        "Access-Control-Request-Method, ''",
        "Authorization, Basic YTpi",
        "Cookie, JSESSIONID=1",
        "Content-Length, 1",
        "Transfer-Encoding, chunked",
    })
    void is_whatNoBrowserSends_isNone(String name, String value) {
        assertThat(Preflight.is(preflight().with(name, value))).isFalse();
    }

    @Test
    void is_someoneLoggedIn_isNone() {
        assertThat(Preflight.is(preflight().by("alice"))).isFalse();
    }
}
