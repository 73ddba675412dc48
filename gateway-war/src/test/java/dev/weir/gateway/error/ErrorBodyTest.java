package dev.weir.gateway.error;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ErrorBodyTest {

    private static String body(ApiError error) {
        return new String(ErrorBody.of(error), UTF_8);
    }

    @Test
    void of_tokens_isAsOpenAiWritesIt() {
        assertThat(body(ApiErrors.tokensExceeded("Rate limit reached for \"llama\"")))
                .isEqualTo("{\"error\":{\"message\":\"Rate limit reached for \\\"llama\\\"\",\"type\":\"tokens\","
                        + "\"param\":null,\"code\":\"rate_limit_exceeded\"}}");
        assertThat(ApiErrors.requestsExceeded("no").type()).isEqualTo("requests");
    }

    @Test
    void of_otherErrors_haveTheirStatusAndCode() {
        assertThat(body(ApiErrors.wrongKey()))
                .contains("\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"");
        assertThat(ApiErrors.noKey().status()).isEqualTo(401);
        assertThat(ApiErrors.modelNotFound("m").status()).isEqualTo(404);
        assertThat(ApiErrors.modelNotFound("m").code()).contains("model_not_found");
        assertThat(ApiErrors.unknownUrl("GET", "/v1/x").status()).isEqualTo(404);
        assertThat(ApiErrors.wrongMethod("PUT", "/v1/models").status()).isEqualTo(405);
        assertThat(ApiErrors.bodyTooLarge(1_048_576).status()).isEqualTo(413);
        assertThat(ApiErrors.unsupportedMediaType("no").status()).isEqualTo(415);
        assertThat(ApiErrors.badGateway("no").status()).isEqualTo(502);
        assertThat(ApiErrors.unavailable("no").code()).contains("service_unavailable");
        assertThat(ApiErrors.timeout("no").status()).isEqualTo(504);
        assertThat(ApiErrors.upstreamLeftAlone("m", Duration.ofMillis(9_001)).message())
                .endsWith("Please try again in 10s.");
    }
}
