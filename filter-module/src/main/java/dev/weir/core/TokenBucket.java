package dev.weir.core;

import dev.weir.Limit;
import java.util.Arrays;

/**
 * A bucket that holds {@code burst} permits and refills one every {@code window / permits}, in exact integers.
 *
 * <p>It stores what is missing instead of what is left, so that a new limit in the configuration applies to existing
 * counters. Missing are {@code used - fraction / window} permits, {@code 0 <= fraction < window}: the remainder of
 * every division is kept, so nothing is ever rounded in favour of the client or of the limit. A full bucket stays full,
 * however long it is idle and however deep its debt was before.
 *
 * <p>A lent permit is missing here before it is used. If the bucket would be full without it, the permits refilled in
 * the meantime would be lost. Therefore the bucket does not refill the place of a lent permit as long as the permit can
 * still be used.
 */
final class TokenBucket implements Counter {

    private static final long[] NOTHING = {};
    /** Part of the stored form: instances of all versions count spans in it. */
    private static final long LONGEST_SPAN_MILLIS = 1_000;

    private final long windowMillis;
    /** The time for which {@link #used} and {@link #fraction} are valid. */
    private final long atMillis;

    private final long used;
    private final long fraction;
    /** Pairs: the number of a {@linkplain #spanMillis span}, and the permits that are lent until it ends. */
    private final long[] lent;

    private TokenBucket(long windowMillis, long atMillis, long used, long fraction, long[] lent) {
        this.windowMillis = windowMillis;
        this.atMillis = atMillis;
        this.used = used;
        this.fraction = fraction;
        this.lent = lent;
    }

    static TokenBucket unused(long windowMillis) {
        return new TokenBucket(windowMillis, 0, 0, 0, NOTHING);
    }

    static TokenBucket read(long windowMillis, long[] numbers) {
        boolean wellFormed = numbers.length >= 3 && numbers.length % 2 == 1;
        if (!wellFormed || numbers[1] < 0 || numbers[2] < 0 || numbers[2] >= windowMillis) {
            throw new IllegalArgumentException("expected the numbers of a token bucket");
        }
        long[] lent = Arrays.copyOfRange(numbers, 3, numbers.length);
        for (int i = 0; i < lent.length; i += 2) {
            if (lent[i + 1] <= 0 || (i > 0 && lent[i] <= lent[i - 2])) {
                throw new IllegalArgumentException("expected the leases of a token bucket");
            }
        }
        return new TokenBucket(windowMillis, numbers[0], numbers[1], numbers[2], lent);
    }

    @Override
    public long[] numbers() {
        long[] numbers = Arrays.copyOf(new long[] {atMillis, used, fraction}, 3 + lent.length);
        System.arraycopy(lent, 0, numbers, 3, lent.length);
        return numbers;
    }

    @Override
    public Algorithm algorithm() {
        return Algorithm.TOKEN_BUCKET;
    }

    @Override
    public long windowMillis() {
        return windowMillis;
    }

    @Override
    public long used(Limit limit, long nowMillis) {
        return refilled(limit, nowMillis).used;
    }

    @Override
    public long millisUntilUsed(Limit limit, long target, long nowMillis) {
        TokenBucket bucket = refilled(limit, nowMillis);
        while (bucket.used > target) {
            long due = bucket.millisUntil(limit, target);
            if (bucket.lent.length == 0
                    || (target >= bucket.lentPermits() && bucket.atMillis + due < bucket.firstEnd())) {
                return Saturating.add(bucket.atMillis - nowMillis, due);
            }
            bucket = bucket.refilled(limit, bucket.firstEnd());
        }
        return Math.max(0, bucket.atMillis - nowMillis);
    }

    /** As if only permits were lent that can be of a lease: what ends later is held. */
    @Override
    public long millisUntilFree(Limit limit, long target, long nowMillis) {
        TokenBucket bucket = refilled(limit, nowMillis);
        long latest = spanOf(nowMillis + Counter.leaseMillis(windowMillis)) + 1;
        int end = 0;
        while (end < bucket.lent.length && bucket.lent[end] <= latest) {
            end += 2;
        }
        return bucket.with(bucket.used, Arrays.copyOf(bucket.lent, end)).millisUntilUsed(limit, target, nowMillis);
    }

    private long millisUntil(Limit limit, long target) {
        return limit.permits() == 0
                ? Long.MAX_VALUE
                : Saturating.multiplySubtractDivideUp(used - target, windowMillis, fraction, limit.permits());
    }

    @Override
    public Counter charge(Limit limit, long permits, long nowMillis) {
        TokenBucket bucket = refilled(limit, nowMillis);
        return bucket.with(Saturating.add(bucket.used, permits), bucket.lent);
    }

    @Override
    public Counter lend(Limit limit, long permits, long nowMillis, long lastMillis) {
        TokenBucket bucket = refilled(limit, nowMillis);
        return bucket.with(Saturating.add(bucket.used, permits), bucket.lentChanged(spanOf(lastMillis), permits));
    }

    @Override
    public Counter endLease(Limit limit, long granted, long unused, long lastMillis, long nowMillis) {
        TokenBucket bucket = (TokenBucket) refund(limit, unused, lastMillis, nowMillis);
        return bucket.with(bucket.used, bucket.lentChanged(spanOf(lastMillis), -granted));
    }

    /** Gives back no more than is still held: after a reset, that is nothing. */
    @Override
    public Counter endHold(Limit limit, Held held, long nowMillis) {
        TokenBucket bucket = refilled(limit, nowMillis);
        long found = Math.min(held.permits(), bucket.lentUntil(spanOf(held.lastMillis())));
        if (nowMillis >= held.lastMillis()) {
            return bucket.endLease(limit, found, Math.min(found, held.unused()), held.lastMillis(), nowMillis);
        }
        long used = Math.min(found, held.used());
        Counter ended = bucket.endLease(limit, found, found - used, held.lastMillis(), nowMillis);
        return ended.charge(limit, held.used() - used, nowMillis);
    }

    private long lentUntil(long span) {
        long permits = 0;
        for (int i = 0; i < lent.length; i += 2) {
            permits = lent[i] == span ? lent[i + 1] : permits;
        }
        return permits;
    }

    /** A bucket does not show what it has refilled: the rate is one request since its last change. */
    @Override
    public long expected(Limit limit, long millis, long nowMillis) {
        return atMillis == 0 ? 0 : millis / Math.max(1, nowMillis - atMillis);
    }

    /**
     * Refunds permits. A full bucket does not refill, so without the charge the refill since then could have been lost:
     * that amount is not refunded.
     */
    @Override
    public Counter refund(Limit limit, long permits, long chargedMillis, long nowMillis) {
        TokenBucket bucket = refilled(limit, nowMillis);
        long since = Math.max(0, nowMillis - chargedMillis);
        long whole = Saturating.multiplyDivide(since, limit.permits(), windowMillis);
        if (whole >= permits) {
            return bucket;
        }
        // as in refilledTo: exact modulo 2^64, and the true remainder is below the window
        long rest = bucket.fraction - (since * limit.permits() - whole * windowMillis);
        long left = bucket.used - (permits - whole) + (rest < 0 ? 1 : 0);
        return left <= 0
                ? new TokenBucket(windowMillis, bucket.atMillis, 0, 0, bucket.lent)
                : new TokenBucket(
                        windowMillis, bucket.atMillis, left, rest < 0 ? rest + windowMillis : rest, bucket.lent);
    }

    /** This bucket at {@code nowMillis}: refilled as far as the leases allow, which end one after the other. */
    private TokenBucket refilled(Limit limit, long nowMillis) {
        TokenBucket bucket = this;
        while (bucket.lent.length > 0 && bucket.firstEnd() <= nowMillis) {
            TokenBucket atEnd = bucket.refilledTo(limit, bucket.firstEnd());
            bucket = atEnd.with(atEnd.used, Arrays.copyOfRange(atEnd.lent, 2, atEnd.lent.length));
        }
        return bucket.refilledTo(limit, nowMillis);
    }

    private TokenBucket refilledTo(Limit limit, long nowMillis) {
        long elapsed = nowMillis - atMillis;
        if (elapsed <= 0) {
            return this;
        }
        long least = Math.min(used, lentPermits());
        // elapsed * permits / window in two steps, whole windows first, so that the remainder is kept
        long whole = Saturating.multiply(elapsed / windowMillis, limit.permits());
        long rest = elapsed % windowMillis;
        long part = Saturating.multiplyDivide(rest, limit.permits(), windowMillis);
        // exact modulo 2^64, and the true remainder is below the window
        long remainder = rest * limit.permits() - part * windowMillis + fraction;
        long refill = Saturating.add(Saturating.add(whole, part), remainder / windowMillis);
        return refill >= used - least
                ? new TokenBucket(windowMillis, nowMillis, least, 0, lent)
                : new TokenBucket(windowMillis, nowMillis, used - refill, remainder % windowMillis, lent);
    }

    private TokenBucket with(long newUsed, long[] newLent) {
        return new TokenBucket(windowMillis, atMillis, newUsed, fraction, newLent);
    }

    /**
     * The length of a span: that of a lease, a second at most. Windows that are too short to lend from have spans of
     * one millisecond, in which nothing is ever lent.
     */
    private long spanMillis() {
        return Math.max(1, Math.min(Counter.leaseMillis(windowMillis), LONGEST_SPAN_MILLIS));
    }

    private long spanOf(long lastMillis) {
        return Math.floorDiv(lastMillis, spanMillis());
    }

    /** The first millisecond after the end of the earliest leases. */
    private long firstEnd() {
        return (lent[0] + 1) * spanMillis();
    }

    private long lentPermits() {
        long permits = 0;
        for (int i = 0; i < lent.length; i += 2) {
            permits = Saturating.add(permits, lent[i + 1]);
        }
        return permits;
    }

    /**
     * The leases, with {@code permits} added to those that end with {@code span}; negative permits are removed. A lease
     * that has ended has no permits left.
     */
    private long[] lentChanged(long span, long permits) {
        int i = 0;
        while (i < lent.length && lent[i] < span) {
            i += 2;
        }
        boolean exists = i < lent.length && lent[i] == span;
        long changed = Math.max(0, Saturating.add(exists ? lent[i + 1] : 0, permits));
        int width = exists ? 2 : 0;
        long[] put = changed > 0 ? new long[] {span, changed} : NOTHING;
        long[] all = new long[lent.length - width + put.length];
        System.arraycopy(lent, 0, all, 0, i);
        System.arraycopy(put, 0, all, i, put.length);
        System.arraycopy(lent, i + width, all, i + put.length, lent.length - i - width);
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenBucket that
                && windowMillis == that.windowMillis
                && Arrays.equals(numbers(), that.numbers());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers());
    }

    @Override
    public String toString() {
        return "TokenBucket" + Arrays.toString(numbers());
    }
}
