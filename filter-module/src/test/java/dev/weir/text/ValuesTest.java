package dev.weir.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesTest {

    @Test
    void isName_vectors() {
        assertThat(List.of("a", "login", "report-resource-list", "a".repeat(63)))
                .allMatch(Values::isName);
        assertThat(List.of("", "A", "1a", "-a", "a_b", "a.b", "a".repeat(64))).noneMatch(Values::isName);
    }
}
