package dev.weir.outbound.retry;

import dev.weir.outbound.remote.RemoteAnswer;
import dev.weir.outbound.retry.RetryDecision.Again;
import dev.weir.outbound.retry.RetryDecision.End;
import dev.weir.outbound.retry.RetryDecision.Reason;
import dev.weir.outbound.settings.RetrySettings;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides whether a call is repeated. Safe for use by many threads. */
public final class RetryRules {

    private final RetrySettings settings;
    private final Backoff backoff;
    private final RetryBudget budget;
    private final RandomGenerator random;

    /** The rules of one policy; {@code random} has to be safe for use by many threads. */
    public RetryRules(RetrySettings settings, RetryBudget budget, RandomGenerator random) {
        this.settings = settings;
        this.backoff = new Backoff(settings.backoff());
        this.budget = budget;
        this.random = random;
    }

    /** The longest time that a call takes. */
    Duration deadline() {
        return settings.deadline();
    }

    /** Counts a call before it is sent for the first time. */
    void called() {
        budget.called();
    }

    /**
     * What follows an attempt. If the call is repeated, that takes a retry of the budget.
     *
     * @param attempts how often the call was sent, 1 or more
     * @param elapsed since the beginning of the call
     */
    RetryDecision decide(Judgement judgement, int attempts, Duration elapsed) {
        if (!isReason(judgement)) {
            return new End(Reason.NO_NEED);
        }
        // a refusal had no effect; anything else may have had one
        if (judgement.kind() != Judgement.Kind.LIMITED && !settings.methods().contain(judgement.method())) {
            return new End(Reason.NOT_REPEATABLE);
        }
        if (attempts > settings.retries()) {
            return new End(Reason.RETRIES);
        }
        Optional<Duration> asked = judgement.answer().flatMap(RemoteAnswer::waitBeforeRetry);
        Duration delay = backoff.delay(attempts, asked, random);
        if (elapsed.plus(delay).compareTo(settings.deadline()) >= 0) {
            return new End(Reason.DEADLINE);
        }
        return budget.tryRetry() ? new Again(delay) : new End(Reason.BUDGET);
    }

    private boolean isReason(Judgement judgement) {
        return switch (judgement.kind()) {
            case LIMITED -> settings.on().limited();
            case IO -> settings.on().io();
            case STATUS -> true;
            case SUCCESS, FAILURE -> false;
        };
    }
}
