package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import dev.weir.RateLimitExceededException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ThrownRefusalTest {

    private final LimiterFixture fixture = LimiterFixture.of("none", "0/1h");
    private final FakeRequest request = new FakeRequest();

    private RateLimitExceededException refusal(RequestDecisions requestDecisions) {
        return new RateLimitExceededException(fixture.admit(request, requestDecisions, "none"));
    }

    @Test
    void in_causeOfACause_isFound() {
        RateLimitExceededException refusal = refusal(fixture.limiter.newRequestDecisions());
        assertThat(ThrownRefusal.in(refusal)).contains(refusal.refusals());
        assertThat(ThrownRefusal.in(new IllegalStateException(new CompletionException(refusal))))
                .contains(refusal.refusals());
        assertThat(ThrownRefusal.in(new IllegalStateException())).isEmpty();
    }

    @Test
    void in_causesThatFormACircle_isEmpty() {
        IllegalStateException one = new IllegalStateException();
        one.initCause(new IllegalStateException(one));
        assertThat(ThrownRefusal.in(one)).isEmpty();
    }

    /** A remote view of a bean passes exceptions by copy. */
    @Test
    void refuse_exceptionThatWasSerialized_isTheSameProblem() throws Exception {
        RequestDecisions requestDecisions = fixture.limiter.newRequestDecisions();
        RateLimitExceededException refusal = refusal(requestDecisions);
        Reply reply = fixture.limiter.refuse(request, requestDecisions, refusal.refusals());
        List<Decision> none = copy(refusal).refusals();
        assertThat(none).isEmpty();
        assertThat(fixture.limiter.refuse(request, requestDecisions, none)).isEqualTo(reply);
        assertThat(fixture.limiter
                        .refuse(request, fixture.limiter.newRequestDecisions(), none)
                        .status())
                .isEqualTo(429);
    }

    @Test
    void refuse_decisionsWereLost_namesOnlyThePoliciesThatRefused() {
        LimiterFixture several = new LimiterFixture(
                Map.of(),
                "policies",
                "shadow,enforced",
                "policy.shadow.limit",
                "0/1h",
                "policy.shadow.mode",
                "shadow",
                "policy.enforced.limit",
                "0/1h");
        RequestDecisions requestDecisions = several.limiter.newRequestDecisions();
        assertThat(several.admit(request, requestDecisions, "shadow")).isEmpty();
        assertThat(several.admit(request, requestDecisions, "enforced")).hasSize(1);
        assertThat(several.limiter.refuse(request, requestDecisions, List.of()).body())
                .contains("\"violated-policies\":[\"enforced\"]");
    }

    private static RateLimitExceededException copy(RateLimitExceededException refusal) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(refusal);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (RateLimitExceededException) in.readObject();
        }
    }
}
