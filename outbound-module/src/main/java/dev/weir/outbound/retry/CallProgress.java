package dev.weir.outbound.retry;

import dev.weir.outbound.RemoteLimitException;
import dev.weir.outbound.ThrottleException;
import dev.weir.outbound.remote.RemoteAnswer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far one call has come: its attempts, and what follows each. The same for calls that wait with a thread and
 * without. For use by one thread at a time.
 *
 * @param <T> what the call returns
 */
final class CallProgress<T extends @Nullable Object> {

    private final String policy;
    private final AttemptJudge judge;
    private final RetryRules rules;
    private final AttemptListener listener;
    private final LongSupplier nanoTime;
    private final CallOptions options;
    private final long start;

    private int attempts;
    private long attemptStart;
    /** Why the last attempt is repeated; empty if it returned something. */
    private Optional<Throwable> failure = Optional.empty();

    CallProgress(
            String policy,
            AttemptJudge judge,
            RetryRules rules,
            AttemptListener listener,
            LongSupplier nanoTime,
            CallOptions options) {
        this.policy = policy;
        this.judge = judge;
        this.rules = rules;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.options = options;
        this.start = nanoTime.getAsLong();
    }

    /** The longest wait for the next permit. */
    Duration maxWait() {
        Duration left = rules.deadline().minus(elapsed());
        Duration wait = options.maxWait().compareTo(left) < 0 ? options.maxWait() : left;
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    private Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - start);
    }

    /** What is left of {@code wait}, which began at {@code since}. */
    Duration left(Duration wait, long since) {
        Duration left = wait.minusNanos(nanoTime.getAsLong() - since);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The time by which waits are measured. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** An attempt begins, with its permit. */
    void begins() {
        if (attempts == 0) {
            rules.called();
        }
        attempts++;
        attemptStart = nanoTime.getAsLong();
    }

    /** An attempt has ended. Tells the listener. */
    Next<T> ended(Outcome<T> outcome) {
        Judgement judgement = judged(outcome);
        RetryDecision decision = options.retry()
                ? rules.decide(judgement, attempts, elapsed())
                : new RetryDecision.End(RetryDecision.Reason.NO_NEED);
        if (decision instanceof RetryDecision.Again again) {
            failure = exception(outcome, judgement);
            outcome.discard();
            listener.backsOff(again.delay());
            return new Next.Again<>(again.delay());
        }
        RetryDecision.Reason reason = ((RetryDecision.End) decision).reason();
        if (reason != RetryDecision.Reason.NO_NEED) {
            listener.gaveUp(reason);
        }
        return new Next.Ended<>(result(outcome, judgement));
    }

    /** An attempt has ended whose result is not wanted any more. Tells the listener: it was sent all the same. */
    void abandoned(Outcome<T> outcome) {
        judged(outcome);
        outcome.discard();
    }

    private Judgement judged(Outcome<T> outcome) {
        Judgement judgement = judge.judge(outcome, options.method());
        listener.attempted(judgement, nanoTime.getAsLong() - attemptStart);
        judgement.answer().ifPresent(listener::answered);
        return judgement;
    }

    /**
     * What the caller gets of the last attempt: a refusal always as an exception, so that none is taken for a result.
     */
    private Outcome<T> result(Outcome<T> outcome, Judgement judgement) {
        if (judgement.kind() == Judgement.Kind.LIMITED && outcome instanceof Outcome.Returned<T>) {
            outcome.discard();
        }
        return exception(outcome, judgement)
                .<Outcome<T>>map(Outcome.Failed::new)
                .orElse(outcome);
    }

    private Optional<Throwable> exception(Outcome<T> outcome, Judgement judgement) {
        Optional<Throwable> cause = outcome instanceof Outcome.Failed<T> failed
                ? Optional.of(AttemptJudge.unwrapped(failed.cause()))
                : Optional.empty();
        if (judgement.kind() != Judgement.Kind.LIMITED) {
            return cause;
        }
        Optional<Duration> retryAfter = judgement.answer().flatMap(RemoteAnswer::waitBeforeRetry);
        RemoteLimitException exception = new RemoteLimitException(policy, retryAfter, attempts);
        cause.ifPresent(exception::initCause);
        return Optional.of(exception);
    }

    /**
     * What the caller gets if there is no permit for the next attempt: of the first, why there is none; of a retry,
     * what the attempt before came to.
     */
    Throwable withoutPermit(Throwable thrown) {
        if (attempts == 0 || !(thrown instanceof ThrottleException)) {
            return thrown;
        }
        listener.gaveUp(RetryDecision.Reason.DEADLINE);
        failure.ifPresent(before -> before.addSuppressed(thrown));
        return failure.orElse(thrown);
    }

    /** What follows an attempt. */
    sealed interface Next<T extends @Nullable Object> {

        /** The call is repeated after {@code delay}. */
        record Again<T extends @Nullable Object>(Duration delay) implements Next<T> {}

        /** The call is over, with this for the caller. */
        record Ended<T extends @Nullable Object>(Outcome<T> outcome) implements Next<T> {}
    }
}
