package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitedLocatorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "users | users | true",
                "/users/ | /users | true",
                "users | /user | false",
                "users | /users/1 | false",
                "users/{id} | /users/1 | true",
                "users/{ id } | /users/a.b | true",
                "users/{id} | /users/1/2 | false",
                "users/{id: [0-9]{1,3}} | /users/123 | true",
                "users/{id: [0-9]{1,3}} | /users/1234 | false",
                "{rest: .*} | /a/b/c | true",
                "{a}-{b}/x | /1-2/x | true",
                "a.b | /axb | false",
                "'' | '' | true",
                "/ | / | true",
            })
    void pattern_template_matchesWhatJaxRsMatches(String template, String path, boolean matches) {
        assertThat(LimitedLocator.pattern(template).matcher(path).matches()).isEqualTo(matches);
    }
}
