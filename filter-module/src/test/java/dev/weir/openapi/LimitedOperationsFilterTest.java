package dev.weir.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.RateLimited;
import dev.weir.config.Declaration;
import dev.weir.config.FilterParameters;
import dev.weir.runtime.Deployment;
import dev.weir.runtime.WeirApplications;
import io.smallrye.config.PropertiesConfigSource;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model is that of SmallRye; each test has an application of its own, which is that of this thread. */
class LimitedOperationsFilterTest {

    private static final String PATH = "/api/reports";

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final ClassLoader application = new ClassLoader(before) {};
    private final Map<String, String> properties = new HashMap<>();
    private final OpenAPI document = OASFactory.createOpenAPI();
    private final Operation operation = OASFactory.createOperation();

    /** Limited by an annotation. */
    @Path("annotated")
    static class Annotated {
        @GET
        @RateLimited("annotated")
        public void get() {}
    }

    @BeforeEach
    void describeOneOperation() {
        Thread.currentThread().setContextClassLoader(application);
        set("store", "local");
        set("policies", "reports,annotated");
        set("policy.annotated.limit", "10/1h");
        set("policy.reports.limit", "10/1h");
        document.setPaths(OASFactory.createPaths());
        add(PATH, operation);
    }

    @AfterEach
    void forget() {
        WeirApplications.close(application);
        Thread.currentThread().setContextClassLoader(before);
        ConfigProviderResolver.instance().releaseConfig(ConfigProvider.getConfig(application));
    }

    private void set(String name, String value) {
        properties.put("ratelimit." + name, value);
    }

    private void add(String path, Operation added) {
        PathItem item = OASFactory.createPathItem();
        item.setGET(added);
        document.getPaths().addPathItem(path, item);
    }

    private void deploy(Map<String, List<String>> mappings, Declaration... declared) {
        ConfigProviderResolver configs = ConfigProviderResolver.instance();
        configs.registerConfig(
                configs.getBuilder()
                        .withSources(new PropertiesConfigSource(properties, "test", 100))
                        .build(),
                application);
        WeirApplications.deployedAs(
                application, new Deployment("/shop", Optional.empty(), mappings, () -> List.of(Annotated.class)));
        WeirApplications.prepare(application, List.of(declared));
        WeirApplications.start(application);
    }

    private void filter() {
        new LimitedOperationsFilter().filterOpenAPI(document);
    }

    private Optional<APIResponse> refusal(Operation described) {
        return Optional.ofNullable(described.getResponses()).map(each -> each.getAPIResponse("429"));
    }

    private boolean showsRefusal() {
        return refusal(operation).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/*, true",
        "GET /api/reports, true",
        "POST /api/reports, false",
        "/api, false",
        "/api/**, true",
        "/reports, false",
        "/shop/api/reports, false",
    })
    void match_coveringTheOperation_shows429(String match, boolean shown) {
        set("policy.reports.match", match);
        deploy(Map.of());
        filter();
        assertThat(showsRefusal()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "policy.reports.mode, shadow",
        "policy.reports.rollout, 0",
        "policy.reports.mode, off",
        "policy.reports.limit, unlimited",
        "enabled, false",
        "exempt.paths, /api/**",
    })
    void match_ofWhatRefusesNothing_showsNone(String property, String value) {
        set("policy.reports.match", "/api/**");
        set(property, value);
        deploy(Map.of());
        filter();
        assertThat(showsRefusal()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/*, true",
        "/*, true",
        "/api/reports, true",
        "/api/reports/*, true",
        "/api/rep/*, false",
        "/ap/*, false",
        "/reports, false",
        "servlet api, false",
    })
    void filterInWebXml_mappedToTheOperation_shows429(String mapping, boolean shown) {
        List<Declaration> declared = FilterParameters.read("ours", Map.of("policy", "reports"));
        deploy(Map.of("ours", List.of(mapping)), declared.toArray(Declaration[]::new));
        filter();
        assertThat(showsRefusal()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"/api/annotated, true", "/annotated, true", "/api/annotated/other, false", "/other, false"})
    void annotation_ofTheMethod_shows429(String path, boolean shown) {
        Operation annotated = OASFactory.createOperation();
        add(path, annotated);
        deploy(Map.of());
        filter();
        assertThat(refusal(annotated).isPresent()).isEqualTo(shown);
        assertThat(showsRefusal()).isFalse();
    }

    @Test
    void filter_beforeTheApplicationStarts_isDoneWhenItDoes() {
        set("policy.reports.match", "/api/**");
        filter();
        assertThat(showsRefusal()).isFalse();
        deploy(Map.of());
        assertThat(showsRefusal()).isTrue();
    }

    @Test
    void filter_twice_changesNothingMore() {
        set("policy.reports.match", "/api/**");
        deploy(Map.of());
        filter();
        APIResponse first = refusal(operation).orElseThrow();
        filter();
        assertThat(refusal(operation)).containsSame(first);
    }

    @Test
    void operation_withA429OfTheApplication_keepsIt() {
        set("policy.reports.match", "/api/**");
        APIResponse ours = OASFactory.createAPIResponse().description("ours");
        operation.setResponses(OASFactory.createAPIResponses().addAPIResponse("429", ours));
        deploy(Map.of());
        filter();
        assertThat(refusal(operation)).containsSame(ours);
        assertThat(ours.getHeaders()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "none, ''",
        "draft-11, RateLimit RateLimit-Policy",
        "draft-07, RateLimit RateLimit-Policy",
        "draft-06, RateLimit-Limit RateLimit-Remaining RateLimit-Reset",
        "x-ratelimit, X-RateLimit-Limit X-RateLimit-Remaining X-RateLimit-Reset",
        "'draft-11,x-ratelimit', RateLimit RateLimit-Policy X-RateLimit-Limit X-RateLimit-Remaining X-RateLimit-Reset",
    })
    void response_headers_areThoseOfTheConfiguration(String configured, String names) {
        set("policy.reports.match", "/api/**");
        set("headers", configured);
        deploy(Map.of());
        filter();
        assertThat(refusal(operation).orElseThrow().getHeaders().keySet())
                .containsExactlyInAnyOrder(("Retry-After " + names).split(" "));
    }

    @Test
    void response_ofMinimalDisclosure_saysWhenAlone() {
        set("policy.reports.match", "/api/**");
        set("policy.reports.disclosure", "minimal");
        deploy(Map.of());
        filter();
        APIResponse refusal = refusal(operation).orElseThrow();
        assertThat(refusal.getHeaders().keySet()).containsExactly("Retry-After");
        assertThat(properties(refusal)).containsExactlyInAnyOrder("type", "title", "status", "detail");
    }

    private static Set<String> properties(APIResponse refusal) {
        return refusal.getContent()
                .getMediaType("application/problem+json")
                .getSchema()
                .getProperties()
                .keySet();
    }
}
