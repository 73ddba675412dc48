package dev.weir.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepresentationFieldsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type",
                "content-length",
                "CONTENT-ENCODING",
                "Content-Disposition",
                "Content-Range",
                "Content-Digest",
                "ETag",
                "Last-Modified",
                "Expires",
                "Accept-Ranges",
                "Transfer-Encoding",
                "Trailer",
                "Cache-Control",
                "CDN-Cache-Control",
                "Surrogate-Control",
                "Location",
                "Refresh",
                "Retry-After",
            })
    void include_whatBelongsToTheBody(String name) {
        assertThat(RepresentationFields.include(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Access-Control-Allow-Origin",
                "Access-Control-Expose-Headers",
                "Content-Security-Policy",
                "Content-Security-Policy-Report-Only",
                "Set-Cookie",
                "Strict-Transport-Security",
                "Vary",
                "WWW-Authenticate",
                "X-Content-Type-Options",
                "X-Request-Id",
                "RateLimit",
                "Connection",
            })
    void include_nothingElse(String name) {
        assertThat(RepresentationFields.include(name)).isFalse();
    }
}
