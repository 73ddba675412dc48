package dev.weir.engine;

import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.core.Quota;
import java.time.Duration;

/**
 * The limit of a policy of which a key has the largest share in use. Immutable.
 *
 * @param remaining the permits that are left of it
 * @param usedHundredths the share in use, in hundredths of a percent
 * @param window how long its permits stay in use: of a fixed window until its end, of another one a whole window
 */
public record FullestLimit(Limit limit, long remaining, int usedHundredths, Duration window) {

    static FullestLimit of(Policy policy, Quota quota) {
        // the permits of a fixed window come back together, those of another one by one
        boolean isFixed = policy.algorithm() == Algorithm.FIXED_WINDOW
                || quota.limit().calendar().isPresent();
        return new FullestLimit(
                quota.limit(),
                quota.remaining(),
                (int) quota.usedHundredths(),
                isFixed
                        ? Duration.ofMillis(quota.resetAfterMillis())
                        : quota.limit().window());
    }
}
