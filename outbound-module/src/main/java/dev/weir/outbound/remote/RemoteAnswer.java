package dev.weir.outbound.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an answer of the other side says about its limits. Immutable.
 *
 * @param status the status; empty if a refusal was reported by an exception that has none
 * @param limited whether the call was refused because of a limit
 * @param retryAfter how long the other side asks to wait, above zero
 * @param quotas what it says is left of its limits
 */
public record RemoteAnswer(
        Optional<Integer> status, boolean limited, Optional<Duration> retryAfter, List<RemoteQuota> quotas) {

    /** Copies the list. */
    public RemoteAnswer {
        quotas = List.copyOf(quotas);
    }

    /**
     * Reads an answer.
     *
     * @param body empty if it cannot be looked at
     * @param now the time of the answer here
     */
    public static RemoteAnswer read(
            LimitedWhen limitedWhen, int status, Fields fields, Optional<BodyPrefix> body, Instant now) {
        return new RemoteAnswer(
                Optional.of(status),
                limitedWhen.matches(status, fields, body),
                RetryAfter.of(fields, now),
                QuotaFields.read(fields, now));
    }

    /** A refusal of which no more is known than how long to wait. */
    public static RemoteAnswer refusal(Optional<Duration> retryAfter) {
        return new RemoteAnswer(Optional.empty(), true, retryAfter.flatMap(RemoteClock::bounded), List.of());
    }

    /** How long no call should be made, because a limit has none left; of several limits the longest time. */
    public Optional<Duration> exhaustedFor() {
        return quotas.stream()
                .filter(RemoteQuota::isExhausted)
                .map(RemoteQuota::reset)
                .max(Comparator.naturalOrder());
    }

    /**
     * How long to wait before the call is repeated: as it asks, or else until its exhausted limits have calls again.
     */
    public Optional<Duration> waitBeforeRetry() {
        return retryAfter.or(this::exhaustedFor);
    }
}
