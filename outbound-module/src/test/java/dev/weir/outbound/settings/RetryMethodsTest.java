package dev.weir.outbound.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryMethodsTest {

    @Test
    void contain_unknownMethod_isRepeatedOnlyWhereAllAre() {
        assertThat(RetryMethods.read("idempotent").contain(Optional.empty())).isFalse();
        assertThat(RetryMethods.read("idempotent").contain(Optional.of("get"))).isTrue();
        assertThat(RetryMethods.read("idempotent").contain(Optional.of("POST"))).isFalse();
        assertThat(RetryMethods.read("idempotent,POST").contain(Optional.of("POST")))
                .isTrue();
        assertThat(RetryMethods.read("any").contain(Optional.empty())).isTrue();
        assertThat(RetryMethods.read("none").contain(Optional.of("GET"))).isFalse();
    }
}
