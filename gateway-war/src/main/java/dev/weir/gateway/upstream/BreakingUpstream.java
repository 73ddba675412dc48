package dev.weir.gateway.upstream;

import dev.weir.gateway.settings.BreakerSettings;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * An upstream that is left alone for a time when several calls in a row have failed. A call fails without an answer, by
 * a status of 500 or more, and when its answer breaks off. Then one call at a time finds out whether it works again.
 */
final class BreakingUpstream implements Upstream {

    private static final System.Logger LOG = System.getLogger(BreakingUpstream.class.getName());
    private static final int SERVER_ERROR = 500;
    /** For those that come while a call finds out whether it works again. */
    private static final Duration TRIAL = Duration.ofSeconds(1);

    private final String model;
    private final Upstream upstream;
    private final Optional<TokenQuestion> question;
    private final CircuitBreaker breaker;
    private final InstantSource clock;
    private final Duration open;
    private volatile Instant openUntil = Instant.MIN;
    /** That of a stream in its middle is not among them. */
    private volatile String lastFailure = "a stream that broke off";

    BreakingUpstream(
            String model,
            Upstream upstream,
            Optional<TokenQuestion> question,
            BreakerSettings settings,
            InstantSource clock) {
        this.model = model;
        this.upstream = upstream;
        this.question = question;
        this.clock = clock;
        open = settings.open();
        breaker = CircuitBreaker.of(
                model,
                CircuitBreakerConfig.custom()
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(settings.failures())
                        .minimumNumberOfCalls(settings.failures())
                        .failureRateThreshold(100)
                        .waitDurationInOpenState(open)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .clock(clock.withZone(ZoneOffset.UTC))
                        .build());
        breaker.getEventPublisher().onStateTransition(event -> changed(event.getStateTransition()));
    }

    /** A trial that fails is no change: who reads the log knows already. */
    private void changed(CircuitBreaker.StateTransition transition) {
        if (transition.getToState() == CircuitBreaker.State.OPEN) {
            openUntil = clock.instant().plus(open);
        }
        if (transition == CircuitBreaker.StateTransition.CLOSED_TO_OPEN) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the upstream of " + model + " is left alone for " + open.toMillis()
                            + " ms, again and again until it answers; its last failure was: " + lastFailure);
        } else if (transition.getToState() == CircuitBreaker.State.CLOSED) {
            LOG.log(System.Logger.Level.INFO, "the upstream of " + model + " answers again");
        }
    }

    @Override
    public CompletionStage<UpstreamAnswer> send(UpstreamCall call) {
        if (!breaker.tryAcquirePermission()) {
            return CompletableFuture.failedStage(new UpstreamOpenException(rest()));
        }
        Verdict verdict = new Verdict(breaker);
        CompletableFuture<UpstreamAnswer> sent;
        try {
            sent = upstream.send(call).toCompletableFuture();
        } catch (RuntimeException e) {
            verdict.release();
            throw e;
        }
        AnswerFuture future = AnswerFuture.of(sent, answer -> judged(answer, verdict));
        var unused = future.whenComplete((answer, failure) -> {
            if (future.isCancelled()) {
                verdict.release();
            } else if (failure != null) {
                failed(failure, verdict);
            }
        });
        return future;
    }

    /**
     * Asks for the number of tokens of prompts. An upstream that does not answer has failed as with any call; but an
     * answer is no success: that it can count does not prove that its model works.
     */
    CompletionStage<Long> countTokens(List<byte[]> bodies) {
        if (question.isEmpty()) {
            return CompletableFuture.failedStage(new IOException("the upstream counts no prompts"));
        }
        if (!breaker.tryAcquirePermission()) {
            return CompletableFuture.failedStage(new UpstreamOpenException(rest()));
        }
        Verdict verdict = new Verdict(breaker);
        try {
            return question.get().ask(bodies).whenComplete((count, failure) -> {
                if (failure == null || knowsNoQuestion(failure)) {
                    verdict.release();
                } else {
                    failed(failure, verdict);
                }
            });
        } catch (RuntimeException e) {
            verdict.release();
            throw e;
        }
    }

    private static boolean knowsNoQuestion(Throwable failure) {
        return failure instanceof TokenQuestion.UncountedException uncounted && uncounted.status() < SERVER_ERROR;
    }

    private UpstreamAnswer judged(UpstreamAnswer answer, Verdict verdict) {
        if (answer.status() >= SERVER_ERROR) {
            failed(new IOException("the status is " + answer.status()), verdict);
        } else {
            verdict.begun();
        }
        return answer.with(new JudgedBody(answer.body(), verdict));
    }

    /** Some failures are nothing: only the breaker's change is worth a line. */
    private void failed(Throwable failure, Verdict verdict) {
        LOG.log(System.Logger.Level.DEBUG, "the upstream of {0} fails: {1}", model, failure);
        lastFailure = failure.toString();
        verdict.failed(failure);
    }

    private Duration rest() {
        Duration rest = Duration.between(clock.instant(), openUntil);
        return breaker.getState() == CircuitBreaker.State.OPEN && rest.compareTo(Duration.ZERO) > 0 ? rest : TRIAL;
    }

    /** Whether it is called at present. One whose time to be left alone is over is on trial. */
    UpstreamState state() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> clock.instant().isBefore(openUntil) ? UpstreamState.OPEN : UpstreamState.TRIAL;
            case HALF_OPEN -> UpstreamState.TRIAL;
            default -> UpstreamState.CLOSED;
        };
    }

    /** What the breaker is told of a call, once; but a success that ended a trial may be followed by a failure. */
    static final class Verdict {

        private final CircuitBreaker breaker;
        private boolean told;
        private boolean early;

        Verdict(CircuitBreaker breaker) {
            this.breaker = breaker;
        }

        /** The head of a good answer is there. A trial is over with it: the answer may take minutes. */
        synchronized void begun() {
            if (!told && breaker.getState() == CircuitBreaker.State.HALF_OPEN) {
                told = true;
                early = true;
                breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            }
        }

        synchronized void succeeded() {
            if (!told) {
                told = true;
                breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            }
        }

        synchronized void failed(Throwable failure) {
            if (!told || early) {
                told = true;
                early = false;
                breaker.onError(0, TimeUnit.NANOSECONDS, failure);
            }
        }

        /** The call was ended from this side, which is neither a success nor a failure. */
        synchronized void release() {
            if (!told) {
                told = true;
                breaker.releasePermission();
            }
            early = false;
        }
    }
}
