package dev.weir.it.filter;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import java.net.URI;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests the filter limits, installed by the jar or named in {@code web.xml}, in front of plain servlets. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class FilterIT {

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war("filter", EchoServlet.class, AsyncServlet.class, DetourServlet.class)
                .setWebXML("it/filter-web.xml");
    }

    private Visitor visitor() {
        return Visitor.of(root);
    }

    @Test
    void match_limitUsedUp_isRefused() {
        Visitor visitor = visitor();
        assertThat(visitor.get("/one").body()).isEqualTo("GET /one");
        assertThat(visitor.status("/one")).isEqualTo(429);
        assertThat(visitor().status("/one")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/one;x=1",
                "/one;jsessionid=1?a=b",
                "//one",
                "/./one",
                "/x/../one",
                "/%6Fne",
                "/one/",
                "/one/deep/er",
                "/one?a=b",
                ";v=1/one",
                "//one//",
                "/%2E/one",
            })
    void match_otherSpelling_isTheSamePath(String spelling) {
        Visitor visitor = visitor();
        assertThat(visitor.status("/one")).isEqualTo(200);
        assertThat(visitor.status(spelling)).isEqualTo(429);
    }

    @Test
    void match_otherPath_isNotTouched() {
        HttpResponse<String> response = visitor().get("/ones");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().map()).doesNotContainKeys("ratelimit", "ratelimit-policy");
    }

    @Test
    void match_otherMethod_isNotLimited() {
        Visitor visitor = visitor();
        assertThat(visitor.send("POST", "/post").statusCode()).isEqualTo(200);
        assertThat(visitor.status("/post")).isEqualTo(200);
        assertThat(visitor.send("POST", "/post").statusCode()).isEqualTo(429);
    }

    @Test
    void head_refused_hasNoBody() {
        Visitor visitor = visitor();
        assertThat(visitor.send("HEAD", "/one").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = visitor.send("HEAD", "/one");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).isEmpty();
        assertThat(field(refused, "Content-Type")).startsWith("application/problem+json");
        assertThat(field(refused, "Retry-After")).isNotEmpty();
    }

    @Test
    void asyncServlet_behindFilter_answersAndIsLimited() {
        Visitor visitor = visitor();
        HttpResponse<String> answered = visitor.get("/async");
        assertThat(answered.body()).isEqualTo("answered later");
        assertThat(field(answered, "RateLimit")).startsWith("\"one\";r=0;t=");
        assertThat(visitor.status("/async")).isEqualTo(429);
    }

    @Test
    void dispatch_toLimitedPath_isNotCharged() {
        assertThat(visitor().status("/closed")).isEqualTo(429);
        assertThat(visitor().get("/detour/forward").body()).isEqualTo("GET /closed");
        assertThat(visitor().get("/detour/include").statusCode()).isEqualTo(200);
    }

    @Test
    void errorPage_ofLimitedRequest_isNotChargedAgain() {
        Visitor visitor = visitor();
        HttpResponse<String> gone = visitor.get("/detour/error");
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(gone.body()).isEqualTo("GET /error-page");
        assertThat(visitor.status("/detour/error")).isEqualTo(410);
        assertThat(visitor.status("/detour/error")).isEqualTo(429);
    }

    @Test
    void errorPage_forStatus429_isNotShown() {
        assertThat(visitor().get("/closed").body()).contains("quota-exceeded").doesNotContain("error-page");
    }

    @Test
    void exemptPath_isNeverCharged() {
        Visitor visitor = visitor();
        assertThat(visitor.statuses("/one/free/lunch", 3)).containsOnly(200);
        assertThat(visitor.status("/one")).isEqualTo(200);
    }

    @Test
    void exemptAddress_isNeverCharged() {
        HttpResponse<String> response = visitor().from("198.51.100.7").get("/closed");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(field(response, "RateLimit")).isEmpty();
    }

    @Test
    void deniedAddress_anywhere_isForbidden() {
        HttpResponse<String> response = visitor().from("203.0.113.7").get("/anywhere");
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(field(response, "Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void shadow_limitUsedUp_isAdmittedWithoutFields() {
        Visitor visitor = visitor();
        assertThat(visitor.statuses("/watched", 3)).containsOnly(200);
        assertThat(field(visitor.get("/watched"), "RateLimit")).isEmpty();
    }

    @Test
    void off_policyOfZeroPermits_isAdmitted() {
        assertThat(visitor().status("/sleeping")).isEqualTo(200);
    }

    @Test
    void webXml_policyOfConfiguration_isApplied() {
        assertThat(visitor().statuses("/named", 2)).containsExactly(200, 429);
    }

    @Test
    void webXml_limitOfItsOwn_isAppliedUnderTheNameOfTheFilter() {
        Visitor visitor = visitor();
        assertThat(field(visitor.get("/own"), "RateLimit-Policy")).isEqualTo("\"own-limit\";q=2;w=3600");
        assertThat(visitor.statuses("/own", 2)).containsExactly(200, 429);
    }

    @Test
    void webXml_noParameters_isAnonymousAndUser() {
        assertThat(field(visitor().get("/bare"), "RateLimit-Policy")).isEqualTo("\"anonymous\";q=100;w=3600");
    }

    @Test
    void webXml_policyThatMatchesToo_isChargedOnce() {
        Visitor visitor = visitor();
        assertThat(field(visitor.get("/both"), "RateLimit")).startsWith("\"both\";r=1;");
        assertThat(visitor.statuses("/both", 2)).containsExactly(200, 429);
    }
}
