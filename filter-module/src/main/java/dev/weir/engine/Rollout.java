package dev.weir.engine;

import dev.weir.Key;
import dev.weir.core.Mode;
import dev.weir.core.Policy;

/**
 * Tells for which keys a policy is enforced while it is rolled out.
 *
 * <p>Each key has one of 10,000 steps under a policy; the policy is enforced for the keys whose step is below its
 * {@link Policy#rollout}. So a larger roll-out only adds keys. The step is a pure function of the name of the policy
 * and the canonical key: the same on all instances, in each JVM and after each restart. It is independent of the
 * namespace, and of {@code ratelimit.keys.secret}: another secret must not change which clients are refused.
 *
 * <p>The step is made from 64 bits, FNV-1a over the UTF-16 units of {@code <policy>|<kind>:<value>}, mixed by the last
 * step of MurmurHash3, because FNV-1a alone leaves similar keys close to each other; {@link String#hashCode} does, too.
 */
final class Rollout {

    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Rollout() {}

    /** Whether {@code policy} is enforced for {@code key}, a canonical one. */
    static boolean isEnforced(Policy policy, Key key) {
        if (policy.mode() != Mode.ENFORCE) {
            return false;
        }
        int rollout = policy.rollout();
        return rollout == Policy.ALL_KEYS || (rollout > 0 && step(policy.name(), key) < rollout);
    }

    /** The step of a canonical key, 0 to 9,999. */
    static int step(String policy, Key key) {
        // the upper half of the hash, as a fraction of its range
        return (int) (((hash(policy, key) >>> Integer.SIZE) * Policy.ALL_KEYS) >>> Integer.SIZE);
    }

    private static long hash(String policy, Key key) {
        long name = (fnv(FNV_BASIS, policy) ^ '|') * FNV_PRIME;
        long hash = fnv(fnv(name, KeyCodec.prefix(key.kind())), key.value());
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    private static long fnv(long start, String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
