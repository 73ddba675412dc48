package dev.weir.http;

import static dev.weir.reply.Decisions.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Decision;
import dev.weir.ListLogger;
import dev.weir.MutableClock;
import dev.weir.RateLimitExceededException;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.reply.HeaderFields;
import dev.weir.reply.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Replies to refusals of which not everything is known any more. */
class RepliesTest {

    private final LimiterFixture fixture = LimiterFixture.of("none", "0/1h");
    private final FakeRequest request = new FakeRequest();

    private RateLimitExceededException refusal(RequestDecisions requestDecisions) {
        return new RateLimitExceededException(fixture.admit(request, requestDecisions, "none"));
    }

    @Test
    void plain_policyThatTheApplicationDoesNotKnow_isNamed() {
        HeaderFields fields = new HeaderFields(Set.of(), new MutableClock());
        OncePerMinuteLog problems = new OncePerMinuteLog(new ListLogger(), new MutableClock());
        Reply reply = new Replies(name -> Optional.empty(), fields, problems).plain(List.of(refused("a", 11_500)));
        assertThat(reply.fields()).containsEntry("Retry-After", "12");
        assertThat(reply.body()).contains("\"violated-policies\":[\"a\"]");
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
