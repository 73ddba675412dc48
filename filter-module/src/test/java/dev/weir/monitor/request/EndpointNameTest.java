package dev.weir.monitor.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointNameTest {

    private static EndpointName name(String method, String path, String pattern) {
        return EndpointName.of(new ObservedRequest(method, path, Optional.ofNullable(pattern), 0));
    }

    @ParameterizedTest
    @CsvSource({
        "/, GET /",
        "/api, GET /api",
        "/api/orders, GET /api/orders",
        "/api/orders/17/lines, GET /api/orders",
        "/v2/oauth2, GET /v2/oauth2",
        "/users/17, GET /users/*",
        "/users/ann@example.com, GET /users/*",
        "/report/2026-11-30, GET /report/*",
        "/t/3f2a9c81b7d64e05, GET /t/*",
        "/t/averyveryveryverylongsegmentofwords, GET /t/*",
        "/%00/<script>, GET /*/*",
    })
    void path_firstTwoSegments_withoutWhatIsNoName(String path, String expected) {
        assertThat(name("GET", path, null).text()).isEqualTo(expected);
        assertThat(name("GET", path, null).declared()).isFalse();
    }

    @Test
    void path_ofManySlashes_isShort() {
        assertThat(name("GET", "/".repeat(1000) + "x", null).text()).hasSizeLessThan(80);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/login, POST /api/login",
        "POST, POST /api/login, POST /api/login",
        "GET, /reports/**, GET /reports/**",
        "HEAD, /reports/**, GET /reports/**",
        "BREW, /reports/**, OTHER /reports/**",
    })
    void pattern_ofAPolicy_isTheName(String method, String pattern, String expected) {
        assertThat(name(method, "/x/y", pattern)).isEqualTo(new EndpointName(expected, true));
    }

    @ParameterizedTest
    @CsvSource({"/**", "*.do", "GET /*", "/{any}/x", "/*/orders"})
    void pattern_thatSaysNothingOfThePath_isNoName(String pattern) {
        assertThat(name("GET", "/x/y", pattern).text()).isEqualTo("GET /x/y");
    }

    @Test
    void template_comesFirst_andIsPrintable() {
        ObservedRequest request = new ObservedRequest("GET", "/api/x", Optional.of("/api/**"), 0);
        request.isFor("GET /api/\"{id}\"\n\u20ac");
        assertThat(EndpointName.of(request)).isEqualTo(new EndpointName("GET /api/_{id}___", true));
    }
}
