package dev.weir.adaptive;

import java.util.concurrent.TimeUnit;

/**
 * What a key has done that costs it trust. Immutable; its methods are pure functions.
 *
 * @param level 0 to {@link #HIGHEST}
 * @param quietSinceMillis the last time that it did any of it, or that its level fell, in milliseconds since the epoch
 * @param refusals since the last that raised the level, fewer than 100
 * @param rejections responses of 401, 403 and 404 in a row, fewer than 20
 * @param blockedUntilMillis the end of the last block that was counted
 * @param forgivenMillis when an operator forgot what was before; 0 for never
 */
record Suspicion(
        int level, long quietSinceMillis, int refusals, int rejections, long blockedUntilMillis, long forgivenMillis) {

    /** The highest level. */
    static final int HIGHEST = 5;

    /** Nothing is known of a key. */
    static final Suspicion NONE = new Suspicion(0, 0, 0, 0, 0, 0);

    private static final long QUIET_MILLIS = TimeUnit.MINUTES.toMillis(10);
    private static final int REFUSALS = 100;
    private static final int REJECTIONS = 20;

    /** The suspicion at {@code nowMillis}: one level less for each ten minutes without an incident. */
    Suspicion at(long nowMillis) {
        long quiet = (nowMillis - quietSinceMillis) / QUIET_MILLIS;
        if (quiet <= 0) {
            return this;
        }
        int left = (int) Math.max(0, level - quiet);
        return new Suspicion(
                left, quietSinceMillis + quiet * QUIET_MILLIS, 0, rejections, blockedUntilMillis, forgivenMillis);
    }

    /** Whether nothing of this counts any more at {@code nowMillis}. */
    boolean isOver(long nowMillis) {
        return nowMillis >= neededUntilMillis();
    }

    /** The time from which on nothing of this counts. */
    long neededUntilMillis() {
        return Math.max(
                blockedUntilMillis,
                Math.max(
                        quietSinceMillis + Math.max(1, level) * QUIET_MILLIS, forgivenMillis + HIGHEST * QUIET_MILLIS));
    }

    /** One refusal more. */
    Suspicion refused(long nowMillis) {
        Suspicion now = at(nowMillis);
        boolean raises = now.refusals + 1 >= REFUSALS;
        return new Suspicion(
                raised(now.level, raises),
                nowMillis,
                raises ? 0 : now.refusals + 1,
                now.rejections,
                now.blockedUntilMillis,
                now.forgivenMillis);
    }

    /** A block that lasts until {@code untilMillis}; the same one is counted once. */
    Suspicion blocked(long untilMillis, long nowMillis) {
        Suspicion now = at(nowMillis);
        boolean raises = nowMillis >= now.blockedUntilMillis;
        return new Suspicion(
                raised(now.level, raises),
                nowMillis,
                now.refusals,
                now.rejections,
                raises ? untilMillis : now.blockedUntilMillis,
                now.forgivenMillis);
    }

    /** A response of the application of 401, 403 or 404. */
    Suspicion rejected(long nowMillis) {
        Suspicion now = at(nowMillis);
        boolean raises = now.rejections + 1 >= REJECTIONS;
        return new Suspicion(
                raised(now.level, raises),
                raises ? nowMillis : now.quietSinceMillis,
                now.refusals,
                raises ? 0 : now.rejections + 1,
                now.blockedUntilMillis,
                now.forgivenMillis);
    }

    /** A response of the application with another status: the row has ended. */
    Suspicion accepted() {
        return rejections == 0
                ? this
                : new Suspicion(level, quietSinceMillis, refusals, 0, blockedUntilMillis, forgivenMillis);
    }

    /** An operator forgets what the key has done. */
    static Suspicion forgiven(long nowMillis) {
        return new Suspicion(0, nowMillis, 0, 0, 0, nowMillis);
    }

    private static int raised(int level, boolean raises) {
        return Math.min(HIGHEST, level + (raises ? 1 : 0));
    }

    /** This suspicion, with what another instance knows of the key: the higher level, unless it was forgiven since. */
    Suspicion with(Suspicion other, long nowMillis) {
        long forgiven = Math.max(forgivenMillis, other.forgivenMillis);
        Suspicion mine = since(forgiven).at(nowMillis);
        Suspicion theirs = other.since(forgiven).at(nowMillis);
        boolean mineIsHigher = mine.level > theirs.level
                || (mine.level == theirs.level && mine.quietSinceMillis >= theirs.quietSinceMillis);
        Suspicion higher = mineIsHigher ? mine : theirs;
        return new Suspicion(
                higher.level,
                higher.quietSinceMillis,
                mine.refusals,
                mine.rejections,
                Math.max(mine.blockedUntilMillis, theirs.blockedUntilMillis),
                forgiven);
    }

    /** What other instances need to know of this. */
    Suspicion shared() {
        return new Suspicion(level, quietSinceMillis, 0, 0, blockedUntilMillis, forgivenMillis);
    }

    private Suspicion since(long forgiven) {
        return forgiven >= quietSinceMillis && forgiven > forgivenMillis ? forgiven(forgiven) : this;
    }
}
