package dev.weir.core;

/**
 * A bucket that holds {@code burst} permits and refills one every {@code window / permits}, in exact integers.
 *
 * <p>It remembers what is missing instead of what is left, so that a new limit in the configuration applies to the
 * counters that exist. Missing are {@code used - fraction / window} permits, {@code 0 <= fraction < window}: the
 * remainder of every division is kept, and nothing is ever rounded in anybody's favour. A bucket that is full stays
 * full, however long it idles and however deep it was in debt before.
 *
 * @param atMillis the time for which {@code used} and {@code fraction} hold
 */
record TokenBucket(long windowMillis, long atMillis, long used, long fraction) implements Counter {

    static TokenBucket unused(long windowMillis) {
        return new TokenBucket(windowMillis, 0, 0, 0);
    }

    static TokenBucket read(long windowMillis, long[] numbers) {
        if (numbers.length != 3 || numbers[1] < 0 || numbers[2] < 0 || numbers[2] >= windowMillis) {
            throw new IllegalArgumentException("expected the numbers of a token bucket");
        }
        return new TokenBucket(windowMillis, numbers[0], numbers[1], numbers[2]);
    }

    @Override
    public Algorithm algorithm() {
        return Algorithm.TOKEN_BUCKET;
    }

    @Override
    public long used(Limit limit, long nowMillis) {
        return refilled(limit, nowMillis).used;
    }

    @Override
    public long millisUntilUsed(Limit limit, long target, long nowMillis) {
        TokenBucket bucket = refilled(limit, nowMillis);
        if (bucket.used <= target) {
            return 0;
        }
        if (limit.permits() == 0) {
            return Long.MAX_VALUE;
        }
        return Saturating.multiplySubtractDivideUp(
                bucket.used - target, windowMillis, bucket.fraction, limit.permits());
    }

    @Override
    public Counter charge(Limit limit, long permits, long nowMillis) {
        TokenBucket bucket = refilled(limit, nowMillis);
        return new TokenBucket(windowMillis, bucket.atMillis, Saturating.add(bucket.used, permits), bucket.fraction);
    }

    /**
     * A full bucket takes in nothing, so what refilled since the charge may have refilled in vain without it: that much
     * is not given back.
     */
    @Override
    public Counter refund(Limit limit, long permits, long chargedMillis, long nowMillis) {
        TokenBucket bucket = refilled(limit, nowMillis);
        long since = Math.max(0, nowMillis - chargedMillis);
        long refilled = Saturating.multiplySubtractDivideUp(since, limit.permits(), 0, windowMillis);
        long back = Math.max(0, permits - refilled);
        long left = bucket.used - back;
        return left <= 0
                ? new TokenBucket(windowMillis, bucket.atMillis, 0, 0)
                : new TokenBucket(windowMillis, bucket.atMillis, left, bucket.fraction);
    }

    @Override
    public long[] numbers() {
        return new long[] {atMillis, used, fraction};
    }

    private TokenBucket refilled(Limit limit, long nowMillis) {
        long elapsed = nowMillis - atMillis;
        if (elapsed <= 0) {
            return this;
        }
        if (used == 0) {
            return new TokenBucket(windowMillis, nowMillis, 0, 0);
        }
        // elapsed * permits / window, in two steps so that the remainder survives: whole windows first
        long whole = Saturating.multiply(elapsed / windowMillis, limit.permits());
        long rest = elapsed % windowMillis;
        long part = Saturating.multiplyDivide(rest, limit.permits(), windowMillis);
        // exact modulo 2^64, and the true remainder is below the window
        long remainder = rest * limit.permits() - part * windowMillis + fraction;
        long refill = Saturating.add(Saturating.add(whole, part), remainder / windowMillis);
        return refill >= used
                ? new TokenBucket(windowMillis, nowMillis, 0, 0)
                : new TokenBucket(windowMillis, nowMillis, used - refill, remainder % windowMillis);
    }
}
