package dev.weir.outbound.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortionTest {

    @Test
    void of_portion_roundsDownAndNeverOverflows() {
        assertThat(Portion.read("0.8").of(15)).isEqualTo(12);
        assertThat(Portion.read("33.33%").of(10)).isEqualTo(3);
        assertThat(Portion.ALL.of(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(Portion.read("12.5%")).hasToString("12.5%");
    }
}
