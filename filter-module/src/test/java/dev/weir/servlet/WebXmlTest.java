package dev.weir.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebXmlTest {

    private static final List<String> NEEDED = List.of("ratelimit.policy.a.match");

    private static WebXml read(String content) {
        return WebXml.read(
                new ByteArrayInputStream(("<web-app>" + content + "</web-app>").getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void welcomeFiles_comeOnTopOfTheDefaults() {
        WebXml webXml = read("""
                <welcome-file-list>
                  <welcome-file> home.do </welcome-file><welcome-file>/pages/start.xhtml</welcome-file>
                  <welcome-file><!-- none --></welcome-file>
                </welcome-file-list>
                <servlet><welcome-file>elsewhere</welcome-file></servlet>
                """);
        assertThat(webXml.welcomeFiles())
                .containsExactly("index.html", "index.htm", "index.jsp", "home.do", "pages/start.xhtml");
        assertThat(read("").welcomeFiles()).containsExactly("index.html", "index.htm", "index.jsp");
    }

    @ParameterizedTest
    @CsvSource({
        "<absolute-ordering/>, true",
        "<absolute-ordering></absolute-ordering>, true",
        "<absolute-ordering><name>other</name></absolute-ordering>, true",
        "<absolute-ordering><name>other</name><others/></absolute-ordering>, false",
        "<absolute-ordering><name> weir </name></absolute-ordering>, false",
        "<name>weir</name><absolute-ordering/>, true",
        "'', false",
        "<absolute-ordering>, false",
    })
    void problem_absoluteOrdering_leavesOutWhatItDoesNotName(String content, boolean leftOut) {
        assertThat(read(content).problem(NEEDED).isPresent()).isEqualTo(leftOut);
    }

    @Test
    void problem_nothingThatNeedsTheFilter_isNone() {
        assertThat(read("<absolute-ordering/>").problem(List.of())).isEmpty();
    }

    @Test
    void read_documentType_isNotLoaded() {
        String text = "<!DOCTYPE web-app SYSTEM \"http://192.0.2.1/none.dtd\"><web-app><absolute-ordering/></web-app>";
        WebXml webXml = WebXml.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        assertThat(webXml.leavesOut()).isTrue();
    }

    @Test
    void besideThisJar_notInAnApplication_isNone() {
        assertThat(WebXml.besideThisJar()).isEmpty();
    }
}
