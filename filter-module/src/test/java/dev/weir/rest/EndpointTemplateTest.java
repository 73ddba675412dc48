package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTemplateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders | {id} | /orders/{id}",
                "/orders/ | /{id}/ | /orders/{id}",
                "/ | '' | /",
                "orders | {id: [0-9]{2,3}}/{ name : .*/x } | /orders/{id}/{name}",
                "/api/ | orders | /api/orders",
            })
    void template_joinsPaths_withoutExpressions(String ofClass, String ofMethod, String expected) {
        assertThat(EndpointTemplate.template(ofClass, ofMethod)).isEqualTo(expected);
    }
}
