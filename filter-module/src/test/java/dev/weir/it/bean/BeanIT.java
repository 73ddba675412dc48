package dev.weir.it.bean;

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

/** The annotation on CDI beans, below JAX-RS and below a plain servlet, and permits that are taken by hand. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class BeanIT {

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war(
                "bean",
                Api.class,
                CatchAllMapper.class,
                QuoteService.class,
                QuoteResource.class,
                QuoteServlet.class,
                LimiterResource.class,
                ControlResource.class);
    }

    private Visitor visitor() {
        return Visitor.of(root);
    }

    private String control(String call) {
        return visitor().get("/api/control/" + call).body();
    }

    private String limiter(String call) {
        return visitor().get("/api/limiter/" + call).body();
    }

    @Test
    void call_refused_isAProblemThoughTheApplicationMapsEverything() {
        Visitor visitor = visitor();
        HttpResponse<String> admitted = visitor.get("/api/quote/quote");
        assertThat(admitted.body()).isEqualTo("quote");
        assertThat(field(admitted, "RateLimit")).startsWith("\"quote-service-quote\";r=0;");
        HttpResponse<String> refused = visitor.get("/api/quote/quote");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(field(refused, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(field(refused, "RateLimit")).startsWith("\"quote-service-quote\";r=0;");
        assertThat(Integer.parseInt(field(refused, "Retry-After"))).isBetween(3590, 3825);
        assertThat(refused.body()).contains("\"violated-policies\":[\"quote-service-quote\"]");
        assertThat(visitor.get("/api/quote/unknown").body()).startsWith("caught ");
    }

    @Test
    void call_refusedAndCaught_applicationGoesOn() {
        Visitor visitor = visitor();
        assertThat(visitor.get("/api/quote/or-else").body()).isEqualTo("quote");
        HttpResponse<String> without = visitor.get("/api/quote/or-else");
        assertThat(without.statusCode()).isEqualTo(200);
        assertThat(without.body()).isEqualTo("without: quote-service-quote");
    }

    @Test
    void call_refusedAndWrapped_isAProblemThoughTheApplicationMapsEverything() {
        Visitor visitor = visitor();
        assertThat(visitor.statuses("/api/quote/wrapped", 2)).containsExactly(200, 429);
        assertThat(visitor.get("/api/quote/unknown").body()).startsWith("caught ");
    }

    @Test
    void call_belowPlainServlet_isTheSameProblem() {
        Visitor visitor = visitor();
        assertThat(visitor.get("/plain").body()).isEqualTo("quote");
        HttpResponse<String> refused = visitor.get("/plain");
        assertThat(refused.statusCode()).isEqualTo(429);
        // the servlet had asked for the writer, and with it for an encoding
        assertThat(field(refused, "Content-Type")).startsWith("application/problem+json");
        assertThat(field(refused, "Retry-After")).isNotEmpty();
        assertThat(refused.body()).contains("\"violated-policies\":[\"quote-service-quote\"]");
        assertThat(visitor.status("/api/quote/quote")).isEqualTo(429);
    }

    @Test
    void call_withoutRequest_hasOneClientForAll() {
        assertThat(visitor().get("/api/quote/background").body()).isEqualTo("quote");
        assertThat(visitor().get("/api/quote/background").body()).isEqualTo("refused: RateLimitExceededException");
    }

    @Test
    void repeated_oneRefuses_noneIsCharged() {
        Visitor visitor = visitor();
        assertThat(field(visitor.get("/api/quote/both"), "RateLimit")).contains("\"wide\";r=4;", "\"narrow\";r=0;");
        assertThat(visitor.status("/api/quote/both")).isEqualTo(429);
        assertThat(field(visitor.get("/api/quote/wide"), "RateLimit")).startsWith("\"wide\";r=3;");
    }

    @Test
    void type_methodsShareItsLimit_othersHaveTheirOwn() {
        Visitor visitor = visitor();
        assertThat(visitor.status("/api/quote/first")).isEqualTo(200);
        assertThat(visitor.status("/api/quote/second")).isEqualTo(429);
        assertThat(visitor.status("/api/quote/quote")).isEqualTo(200);
    }

    @Test
    void acquire_untilNothingIsLeft_refuses() {
        assertThat(limiter("acquire?key=a&permits=2")).isEqualTo("by-hand allowed 1");
        assertThat(limiter("acquire?key=a&permits=2")).isEqualTo("by-hand refused 1");
        assertThat(limiter("acquire?key=a")).isEqualTo("by-hand allowed 0");
        assertThat(limiter("acquire?key=a")).isEqualTo("by-hand refused 0");
        assertThat(limiter("acquire?key=b")).isEqualTo("by-hand allowed 2");
    }

    @Test
    void acquireOrThrow_refused_isAProblem() {
        HttpResponse<String> refused = visitor().get("/api/limiter/acquire-or-throw?key=thrown&permits=4");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("\"violated-policies\":[\"by-hand\"]");
    }

    @Test
    void peek_takesNothing() {
        assertThat(limiter("acquire?key=peeked&permits=3")).isEqualTo("by-hand allowed 0");
        assertThat(limiter("peek?key=peeked")).isEqualTo("by-hand refused 0");
        assertThat(limiter("peek?key=new")).isEqualTo("by-hand allowed 3");
        assertThat(limiter("peek?key=new")).isEqualTo("by-hand allowed 3");
    }

    @Test
    void reset_forgetsTheKey() {
        assertThat(limiter("acquire?key=forgotten&permits=3")).isEqualTo("by-hand allowed 0");
        assertThat(limiter("reset?key=forgotten")).isEqualTo("reset");
        assertThat(limiter("acquire?key=forgotten")).isEqualTo("by-hand allowed 2");
    }

    @Test
    void limit_ofAKey_holdsAtOnceAndKeepsWhatWasUsed() {
        assertThat(limiter("acquire?key=changed")).isEqualTo("by-hand allowed 2");
        assertThat(control("limit?key=changed&limit=5/1h")).isEqualTo("done");
        assertThat(limiter("acquire?key=changed")).isEqualTo("by-hand allowed 3");
        assertThat(control("list?key=changed")).isEqualTo("LIMIT 5/1h by application: test");
        assertThat(control("remove?key=changed")).isEqualTo("done");
        assertThat(limiter("acquire?key=changed")).isEqualTo("by-hand allowed 0");
        assertThat(control("list?key=changed")).isEmpty();
    }

    @Test
    void limit_thatIsNone_isAnIllegalArgument() {
        assertThat(control("limit?key=wrong&limit=5/1y"))
                .isEqualTo("caught java.lang.IllegalArgumentException: unknown unit, was \"5/1y\"");
    }

    @Test
    void block_ofAKey_refusesItUntilItIsUnblocked() {
        assertThat(control("block?key=blocked")).isEqualTo("done");
        assertThat(limiter("acquire?key=blocked")).isEqualTo("by-hand refused 0");
        assertThat(control("unblock?key=blocked")).isEqualTo("done");
        assertThat(limiter("acquire?key=blocked")).isEqualTo("by-hand allowed 2");
    }

    @Test
    void allow_untilNothingIsLeft_isFalse() {
        assertThat(control("allow?key=a")).isEqualTo("true");
        assertThat(control("allow?key=a")).isEqualTo("true");
        assertThat(control("allow?key=a")).isEqualTo("false");
        assertThat(control("allow?key=b")).isEqualTo("true");
    }

    @Test
    void acquire_noPermits_isAnIllegalArgument() {
        assertThat(limiter("acquire?key=none&permits=0"))
                .isEqualTo("caught java.lang.IllegalArgumentException: permits must be >= 1, was 0");
    }

    @Test
    void acquire_unknownPolicy_isAnIllegalArgument() {
        assertThat(limiter("acquire?key=a&policy=unknown"))
                .isEqualTo("caught java.lang.IllegalArgumentException: no such policy, was \"unknown\"");
    }
}
