package dev.weir.outbound.retry;

import dev.weir.outbound.RemoteLimitException;
import dev.weir.outbound.remote.LimitedWhen;
import dev.weir.outbound.remote.RemoteAnswer;
import dev.weir.outbound.settings.RetryOn;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Says what an attempt of a call came to, by what it returned or threw. Understands {@code java.net.http.HttpResponse},
 * {@code jakarta.ws.rs.core.Response} and the exceptions of JAX-RS clients, {@link RemoteLimitException} and input and
 * output errors. Safe for use by many threads.
 */
public final class AttemptJudge {

    /** A chain of causes can be a ring. */
    private static final int DEEPEST = 8;

    private final LimitedWhen limitedWhen;
    private final RetryOn retryOn;
    private final InstantSource clock;

    /** A judge for one policy. */
    public AttemptJudge(LimitedWhen limitedWhen, RetryOn retryOn, InstantSource clock) {
        this.limitedWhen = limitedWhen;
        this.retryOn = retryOn;
        this.clock = clock;
    }

    /** What the caller is to get of {@code result}, which can be looked at. Reads nothing yet. */
    <T extends @Nullable Object> T lookable(T result) {
        return limitedWhen.readsBodies() ? AnswerViews.lookable(result, limitedWhen.maxBytes()) : result;
    }

    /**
     * What an attempt came to that ended in this way.
     *
     * @param method the HTTP method of the call, if that is known; what the answer says of it comes first
     */
    public Judgement judge(Outcome<?> outcome, Optional<String> method) {
        Judgement.Kind otherwise =
                outcome instanceof Outcome.Failed<?> ? Judgement.Kind.FAILURE : Judgement.Kind.SUCCESS;
        return AnswerViews.of(outcome)
                .map(view -> ofAnswer(view, otherwise, method))
                .orElseGet(() -> withoutAnswer(outcome, method));
    }

    private static Judgement withoutAnswer(Outcome<?> outcome, Optional<String> method) {
        if (outcome instanceof Outcome.Failed<?> failed) {
            Throwable thrown = unwrapped(failed.cause());
            if (thrown instanceof RemoteLimitException refused) {
                return Judgement.limited(RemoteAnswer.refusal(refused.retryAfter()), method);
            }
            return isInputOrOutput(thrown) ? Judgement.io(method) : Judgement.failure(thrown);
        }
        return Judgement.success(Optional.empty(), method);
    }

    /** @param otherwise what it is if the answer is no reason to repeat the call */
    private Judgement ofAnswer(AnswerView view, Judgement.Kind otherwise, Optional<String> given) {
        Optional<String> method = view.method().or(() -> given);
        int status = view.status();
        RemoteAnswer answer = answer(view, status);
        if (answer.limited()) {
            return Judgement.limited(answer, method);
        }
        if (retryOn.containsStatus(status)) {
            return Judgement.status(Judgement.Kind.STATUS, status, answer, method);
        }
        return otherwise == Judgement.Kind.SUCCESS
                ? Judgement.success(Optional.of(answer), method)
                : Judgement.status(otherwise, status, answer, method);
    }

    private RemoteAnswer answer(AnswerView view, int status) {
        try {
            return RemoteAnswer.read(
                    limitedWhen,
                    status,
                    view.fields(),
                    limitedWhen.readsBodies() ? view.body(limitedWhen.maxBytes()) : Optional.empty(),
                    clock.instant());
        } finally {
            view.looked();
        }
    }

    /** Whether the call failed on its way, and not because its thread was interrupted. */
    private static boolean isInputOrOutput(Throwable thrown) {
        Throwable each = thrown;
        for (int i = 0; i < DEEPEST; i++) {
            if ((each instanceof InterruptedIOException && !(each instanceof SocketTimeoutException))
                    || each instanceof ClosedByInterruptException) {
                return false;
            }
            if (each instanceof IOException) {
                return true;
            }
            Throwable cause = each.getCause();
            boolean wraps = each instanceof UncheckedIOException || isConcurrent(each) || AnswerViews.wrapsCause(each);
            if (!wraps || cause == null) {
                return false;
            }
            each = cause;
        }
        return false;
    }

    private static boolean isConcurrent(Throwable thrown) {
        return thrown instanceof CompletionException || thrown instanceof ExecutionException;
    }

    /** What was thrown by the call itself, without the exceptions by which futures report it. */
    static Throwable unwrapped(Throwable thrown) {
        Throwable each = thrown;
        for (int i = 0; i < DEEPEST && isConcurrent(each); i++) {
            Throwable cause = each.getCause();
            if (cause == null) {
                return each;
            }
            each = cause;
        }
        return each;
    }
}
