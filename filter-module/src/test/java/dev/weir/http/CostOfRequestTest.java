package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostOfRequestTest {

    private final LimiterFixture fixture = new LimiterFixture(
            Map.of(),
            "policies",
            "fixed,header,bucket,window,bean,failing",
            "policy.fixed.limit",
            "100/1h",
            "policy.fixed.cost",
            "5",
            "policy.header.limit",
            "100/1h",
            "policy.header.cost",
            "header:X-Cost",
            "policy.bucket.limit",
            "100/1h",
            "policy.bucket.algorithm",
            "token-bucket",
            "policy.bucket.cost",
            "header:X-Cost",
            "policy.window.limit",
            "100/1h",
            "policy.window.algorithm",
            "fixed-window",
            "policy.window.cost",
            "header:X-Cost",
            "policy.bean.limit",
            "100/1h",
            "policy.bean.cost",
            "bean:length",
            "policy.failing.limit",
            "100/1h",
            "policy.failing.cost",
            "bean:failing");
    private final FakeRequest request = new FakeRequest();

    @Test
    void fixed_isWhatTheConfigurationSays() {
        fixture.admit(request, "fixed");
        assertThat(fixture.remaining("fixed")).isEqualTo(95);
    }

    @ParameterizedTest
    @CsvSource({"7, 93", "' 7 ', 93", "1, 99", "0, 99", "-5, 99", "seven, 99", "'', 99", "-99999999999999999999, 99"})
    void header_ofATrustedProxy_isTheCost(String line, long left) {
        fixture.admit(request.throughProxy("X-Cost", line), "header");
        assertThat(fixture.remaining("header")).isEqualTo(left);
    }

    @Test
    void header_ofTheClient_isNotBelieved() {
        fixture.admit(request.with("X-Cost", "50"), "header");
        assertThat(fixture.remaining("header")).isEqualTo(99);
    }

    @Test
    void header_severalLines_isNoNumber() {
        fixture.admit(request.throughProxy("X-Cost", "7", "8"), "header");
        assertThat(fixture.remaining("header")).isEqualTo(99);
    }

    @ParameterizedTest
    @ValueSource(strings = {"101", "9223372036854775807", "9223372036854775808", "+99999999999999999999"})
    void header_moreThanTheLimit_neverFits(String line) {
        for (String policy : List.of("header", "bucket", "window")) {
            assertThat(fixture.admit(request.throughProxy("X-Cost", line), policy))
                    .extracting(Decision::retryAfter)
                    .containsExactly(Optional.empty());
            assertThat(fixture.remaining(policy)).isEqualTo(100);
        }
    }

    @Test
    void bean_saysTheCost() {
        fixture.admit(request.to("GET", "/api/exports"), "bean");
        assertThat(fixture.remaining("bean")).isEqualTo(88);
    }

    @Test
    void bean_thatFails_costsOne() {
        fixture.admit(request, "failing");
        assertThat(fixture.remaining("failing")).isEqualTo(99);
    }
}
