package dev.weir.outbound.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.outbound.RemoteLimitException;
import dev.weir.outbound.remote.LimitedWhen;
import dev.weir.outbound.settings.RetryOn;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttemptJudgeTest {

    private static final AttemptJudge JUDGE = new AttemptJudge(
            LimitedWhen.read(List.of("status:429"), 65_536), RetryOn.read("limited,io"), () -> Instant.EPOCH);

    private static Judgement judge(Throwable thrown) {
        return JUDGE.judge(new Outcome.Failed<>(thrown), Optional.of("GET"));
    }

    static Stream<Throwable> inputAndOutput() {
        IOException reset = new IOException("reset");
        return Stream.of(
                reset,
                new ConnectException(),
                new SocketTimeoutException(),
                new HttpTimeoutException("late"),
                new UncheckedIOException(reset),
                new CompletionException(new ExecutionException(reset)),
                new ProcessingException(reset),
                new CompletionException(new ProcessingException(new UncheckedIOException(reset))));
    }

    @ParameterizedTest
    @MethodSource("inputAndOutput")
    void judge_inputOrOutputError_isThat(Throwable thrown) {
        assertThat(judge(thrown)).isEqualTo(Judgement.io(Optional.of("GET")));
    }

    static Stream<Throwable> others() {
        return Stream.of(
                new InterruptedException(),
                new InterruptedIOException(),
                new ClosedByInterruptException(),
                new UncheckedIOException(new ClosedByInterruptException()),
                new TimeoutException(),
                new IllegalStateException(new IOException("of something else")),
                new ProcessingException("no cause"),
                new CompletionException(new AssertionError()));
    }

    @ParameterizedTest
    @MethodSource("others")
    void judge_otherException_isAFailure(Throwable thrown) {
        assertThat(judge(thrown).kind()).isEqualTo(Judgement.Kind.FAILURE);
    }

    @Test
    void judge_causesThatAreARing_end() {
        ProcessingException one = new ProcessingException("one");
        ProcessingException other = new ProcessingException("other", one);
        one.initCause(other);

        assertThat(judge(one).kind()).isEqualTo(Judgement.Kind.FAILURE);
        assertThat(judge(one).error()).isEqualTo("ProcessingException");
    }

    @Test
    void judge_remoteLimitException_isARefusalWithItsWait() {
        Judgement judgement =
                judge(new CompletionException(new RemoteLimitException("kis", Optional.of(Duration.ofSeconds(3)), 1)));

        assertThat(judgement.kind()).isEqualTo(Judgement.Kind.LIMITED);
        assertThat(judgement.error()).isEqualTo("limited");
        assertThat(judgement.answer().orElseThrow().retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(judge(new RemoteLimitException("kis", Optional.of(Duration.ofDays(-1)), 1))
                        .answer()
                        .orElseThrow()
                        .retryAfter())
                .isEmpty();
    }

    @Test
    void judge_resultThatIsNoAnswer_isASuccess() {
        assertThat(JUDGE.judge(new Outcome.Returned<>("text"), Optional.empty()).kind())
                .isEqualTo(Judgement.Kind.SUCCESS);
        assertThat(JUDGE.judge(new Outcome.Returned<>(null), Optional.empty()).answer())
                .isEmpty();
    }
}
