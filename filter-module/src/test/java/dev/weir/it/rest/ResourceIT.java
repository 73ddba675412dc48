package dev.weir.it.rest;

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
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The annotation on JAX-RS resources, and how it goes together with the filter and with beans. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ResourceIT {

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war(
                        "rest",
                        Api.class,
                        MethodsResource.class,
                        MethodsResource.Unreadable.class,
                        Described.class,
                        TypeResource.class,
                        ThroughResource.class,
                        Innermost.class)
                .setWebXML("it/rest-web.xml")
                .addAsWebResource(new StringAsset("the error page"), "error-page.html")
                .addAsWebResource(new StringAsset("<p>#{1 + 1}</p>"), "page.xhtml");
    }

    private Visitor visitor() {
        return Visitor.of(root);
    }

    @Test
    void method_limitUsedUp_isRefusedWithAProblem() {
        Visitor visitor = visitor();
        HttpResponse<String> admitted = visitor.get("/api/methods/configured");
        assertThat(admitted.body()).isEqualTo("configured");
        assertThat(field(admitted, "RateLimit-Policy")).isEqualTo("\"configured\";q=1;w=3600");
        HttpResponse<String> refused = visitor.get("/api/methods/configured");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(field(refused, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(field(refused, "Cache-Control")).isEqualTo("no-store");
        assertThat(field(refused, "RateLimit")).startsWith("\"configured\";r=0;t=");
        assertThat(Integer.parseInt(field(refused, "Retry-After"))).isBetween(3590, 3825);
        assertThat(refused.body()).contains("\"violated-policies\":[\"configured\"]");
    }

    @Test
    void method_withoutAnnotation_isNotLimited() {
        assertThat(visitor().get("/api/methods/free").headers().map()).doesNotContainKey("ratelimit");
    }

    @Test
    void method_ofAnnotatedInterface_isLimited() {
        Visitor visitor = visitor();
        assertThat(visitor.get("/api/methods/described").body()).isEqualTo("described");
        assertThat(visitor.status("/api/methods/described")).isEqualTo(429);
    }

    @Test
    void bare_nobodyLoggedIn_isAnonymous() {
        assertThat(field(visitor().get("/api/methods/bare"), "RateLimit-Policy"))
                .isEqualTo("\"anonymous\";q=100;w=3600");
    }

    @Test
    void ownLimit_isNamedAfterThePlace() {
        Visitor visitor = visitor();
        assertThat(field(visitor.get("/api/methods/placed"), "RateLimit-Policy"))
                .isEqualTo("\"methods-resource-placed\";q=2;w=3600");
        assertThat(visitor.statuses("/api/methods/placed", 2)).containsExactly(200, 429);
    }

    @Test
    void ownLimit_configurationOverrides() {
        assertThat(field(visitor().get("/api/methods/overridden"), "RateLimit-Policy"))
                .isEqualTo("\"methods-resource-overridden\";q=3;w=3600");
    }

    @Test
    void cost_isTakenPerCall() {
        Visitor visitor = visitor();
        assertThat(field(visitor.get("/api/methods/costly"), "RateLimit")).startsWith("\"costly\";r=6;");
        assertThat(visitor.statuses("/api/methods/costly", 2)).containsExactly(200, 429);
    }

    @Test
    void block_afterTheRefusalWithWhichItBegins_isAbnormalUsage() {
        Visitor visitor = visitor();
        assertThat(visitor.status("/api/methods/blocking")).isEqualTo(200);
        assertThat(visitor.get("/api/methods/blocking").body()).contains("#quota-exceeded");
        HttpResponse<String> refused = visitor.get("/api/methods/blocking");
        assertThat(refused.body()).contains("#abnormal-usage-detected");
        assertThat(Integer.parseInt(field(refused, "Retry-After"))).isBetween(290, 300);
    }

    @Test
    void repeated_oneRefuses_noneIsCharged() {
        Visitor visitor = visitor();
        assertThat(field(visitor.get("/api/methods/both"), "RateLimit")).contains("\"wide\";r=4;", "\"narrow\";r=0;");
        HttpResponse<String> refused = visitor.get("/api/methods/both");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("\"violated-policies\":[\"narrow\"]");
        assertThat(field(visitor.get("/api/methods/wide"), "RateLimit")).startsWith("\"wide\";r=3;");
    }

    @Test
    void type_methodsShareItsLimit() {
        Visitor visitor = visitor();
        assertThat(field(visitor.get("/api/type/first"), "RateLimit")).startsWith("\"type-resource\";r=0;");
        assertThat(visitor.status("/api/type/second")).isEqualTo(429);
    }

    @Test
    void type_annotationOfAMethod_replacesIt() {
        Visitor visitor = visitor();
        assertThat(field(visitor.get("/api/type/own"), "RateLimit-Policy")).isEqualTo("\"own\";q=2;w=3600");
        assertThat(visitor.status("/api/type/first")).isEqualTo(200);
        assertThat(visitor.statuses("/api/type/own", 2)).containsExactly(200, 429);
    }

    @Test
    void refusal_comesBeforeParametersAreRead() {
        assertThat(visitor().status("/api/methods/number/none")).isEqualTo(429);
        HttpResponse<String> posted =
                visitor().with("Content-Type", "application/unreadable").send("POST", "/api/methods/closed");
        assertThat(posted.statusCode()).isEqualTo(429);
    }

    @Test
    void errorPage_forStatus429_isNotShown() {
        assertThat(visitor().get("/error-page.html").body()).isEqualTo("the error page");
        assertThat(visitor().get("/api/methods/closed").body()).contains("quota-exceeded");
        HttpResponse<String> head = visitor().send("HEAD", "/api/methods/closed");
        assertThat(head.statusCode()).isEqualTo(429);
        assertThat(head.body()).isEmpty();
        assertThat(field(head, "Content-Type")).isEqualTo("application/problem+json");
    }

    /** The jar has classes for Faces, and must not start it. */
    @Test
    void faces_whereNothingIsOfIt_isNotStarted() {
        assertThat(visitor().get("/page.xhtml").body()).isEqualTo("<p>#{1 + 1}</p>");
    }

    @Test
    void samePolicy_ofFilterResourceAndBean_isChargedOnce() {
        Visitor visitor = visitor();
        assertThat(field(visitor.get("/api/through/same"), "RateLimit")).startsWith("\"same\";r=1;");
        assertThat(visitor.statuses("/api/through/same", 2)).containsExactly(200, 429);
    }

    @Test
    void resource_refuses_filterGivesBack() {
        Visitor visitor = visitor();
        HttpResponse<String> refused = visitor.get("/api/through/refused-here");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(field(refused, "RateLimit")).contains("\"outer\";r=5");
        assertThat(field(visitor.get("/api/through/rest"), "RateLimit")).contains("\"outer\";r=4;");
    }

    @Test
    void bean_refuses_filterAndResourceGiveBack() {
        Visitor visitor = visitor();
        HttpResponse<String> refused = visitor.get("/api/through/refused-inside");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("\"violated-policies\":[\"closed\"]");
        assertThat(field(visitor.get("/api/through/rest"), "RateLimit")).contains("\"outer\";r=4;", "\"middle\";r=3;");
    }
}
