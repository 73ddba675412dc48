package dev.weir.outbound.settings;

import dev.weir.outbound.remote.LimitedWhen;

/**
 * What the properties {@code ratelimit.throttle.<policy>.*} say about one policy. Immutable.
 *
 * @param policy the name of the policy
 * @param pace how fast permits are given out
 * @param line how calls wait for them
 * @param limitedWhen what answers are refusals because of the other side's limit
 * @param retry whether and when calls are repeated
 * @param tighten what becomes of the rate after a refusal
 * @param batch how many tasks run at once
 */
public record ThrottleSettings(
        String policy,
        PaceSettings pace,
        WaitSettings line,
        LimitedWhen limitedWhen,
        RetrySettings retry,
        TightenSettings tighten,
        BatchSettings batch) {}
