package dev.weir.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptFieldTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Firefox, Chrome, Safari: a page
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/png,image/svg+xml,*/*;q=0.8",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
                        + "application/signed-exchange;v=b3;q=0.7",
                "text/html",
                "TEXT/HTML",
                "text/*",
                "text/html;charset=utf-8",
                "text/html;level=1;q=0.5, application/json;q=0.4",
                "application/json ; q=0.2 , text/html ; q = 0.3",
                "application/json;q=0.999,text/html;q=1.000",
                "*/*,application/json;q=0.1,application/problem+json;q=0",
            })
    void prefersHtml_browsers_yes(String accept) {
        assertThat(AcceptField.prefersHtml(accept)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // curl and fetch, axios, jQuery, a browser that asks for a picture
                "*/*",
                "application/json, text/plain, */*",
                "application/json, text/javascript, */*; q=0.01",
                "image/avif,image/webp,*/*",
                "application/problem+json, text/html",
                "application/json, text/html",
                "text/html;q=0.9, application/json",
                "text/html;q=0.5, */*",
                "text/html;q=0",
                "text/html;q=0.0, */*;q=0",
                "text/*;q=0.1, application/*;q=0.2",
                "text/plain",
                "text/html-sandboxed",
                "",
                " ",
                ",,;;,",
                ";q=1",
                "garbage",
                "/",
                "*",
                "\u0000",
                ";;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;q",
            })
    void prefersHtml_programsAndGarbage_no(String accept) {
        assertThat(AcceptField.prefersHtml(accept)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html;q=abc", "text/html;q=2", "text/html;q=0.12345", "text/html;q="})
    void prefersHtml_weightThatCannotBeRead_isAsIfItWereAbsent(String accept) {
        assertThat(AcceptField.prefersHtml(accept)).isTrue();
        assertThat(AcceptField.prefersHtml(accept + ", application/json")).isFalse();
    }
}
