package dev.weir.http;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.Source;
import dev.weir.engine.OtherRefusal;
import dev.weir.engine.PolicyDecision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The passwords of known users that the container checks on this instance at present. Of one user there are never more
 * different ones than may still fail, so guesses at the same time do not exceed the limit; a browser that sends the
 * same password with each of many requests is not refused. Passwords are kept while they are checked, and no longer.
 * Safe for use by many threads.
 */
final class PasswordChecks {

    /** By the user, how many checks of each password are in progress; guarded by this object. */
    private final Map<Key, Map<String, Integer>> inProgress = new HashMap<>();
    /** The checks that have failed; guarded by this object. */
    private long failures;

    /**
     * Begins the check of a password, unless it is refused.
     *
     * @param user whose passwords are counted
     * @param counters looks at the counters that a failure would be charged to
     * @return what refuses it; none if the check has begun, which has to be ended
     */
    List<Decision> begin(Key user, String password, Supplier<List<Decision>> counters) {
        while (true) {
            long before = failures();
            List<Decision> looked = counters.get();
            List<Decision> refusals =
                    looked.stream().filter(each -> !each.allowed()).toList();
            if (!refusals.isEmpty()) {
                return refusals;
            }
            synchronized (this) {
                // a failure since the look may have been charged after it
                if (failures == before) {
                    return begin(user, password, looked) ? List.of() : List.of(tooMany(looked.get(0)));
                }
            }
        }
    }

    private synchronized long failures() {
        return failures;
    }

    private synchronized boolean begin(Key user, String password, List<Decision> looked) {
        Map<String, Integer> ofUser = inProgress.computeIfAbsent(user, each -> new HashMap<>());
        boolean begins = ofUser.containsKey(password)
                || looked.stream().noneMatch(each -> isEnforced(each) && each.remaining() <= ofUser.size());
        if (begins) {
            ofUser.merge(password, 1, Integer::sum);
        }
        return begins;
    }

    private static boolean isEnforced(Decision decision) {
        return !(decision instanceof PolicyDecision ofPolicy) || ofPolicy.enforces();
    }

    private static Decision tooMany(Decision looked) {
        return new OtherRefusal(looked.policy(), "", false, Source.DENIAL_CACHE, OtherRefusal.LOOK_AGAIN);
    }

    /** A check that was begun has ended; where it has {@code failed}, that is charged already. */
    synchronized void end(Key user, String password, boolean failed) {
        failures += failed ? 1 : 0;
        inProgress.computeIfPresent(user, (each, ofUser) -> {
            ofUser.computeIfPresent(password, (text, checks) -> checks > 1 ? checks - 1 : null);
            return ofUser.isEmpty() ? null : ofUser;
        });
    }
}
