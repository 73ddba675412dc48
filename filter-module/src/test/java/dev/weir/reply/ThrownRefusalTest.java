package dev.weir.reply;

import static dev.weir.reply.Decisions.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.RateLimitExceededException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ThrownRefusalTest {

    @Test
    void in_causeOfACause_isFound() {
        RateLimitExceededException refusal = new RateLimitExceededException(refused("none", 1));
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
}
