package dev.weir.store;

/**
 * What the fallback decided and the cluster does not know yet. Immutable.
 *
 * @param permits how many it admitted
 * @param blockedUntil when the block ends that it began, 0 for none
 */
record Debt(long permits, long blockedUntil) {

    static final Debt NONE = new Debt(0, 0);

    boolean isNone() {
        return equals(NONE);
    }

    /** This and more; with a negative number of permits, so many were given back before anybody was charged. */
    Debt plus(long morePermits, long otherBlockedUntil) {
        long sum = permits + morePermits;
        long saturated = morePermits > 0 && sum < 0 ? Long.MAX_VALUE : Math.max(0, sum);
        return of(saturated, Math.max(blockedUntil, otherBlockedUntil));
    }

    /** What is left of this after {@code paid}. */
    Debt minus(Debt paid) {
        return of(Math.max(0, permits - paid.permits), blockedUntil == paid.blockedUntil ? 0 : blockedUntil);
    }

    private static Debt of(long permits, long blockedUntil) {
        return permits == 0 && blockedUntil == 0 ? NONE : new Debt(permits, blockedUntil);
    }
}
