package dev.weir.outbound.strict;

import java.time.Duration;

/**
 * What a {@link StrictRemote} accepts, and how fast it answers. Immutable.
 *
 * @param permits how many requests it accepts in any second
 * @param fixedSeconds whether it counts in seconds one after the other, as many services do, not in any second
 * @param latency the time from counting a request to the answer
 * @param mostDelay a request is counted after a time from 0 to this, at random
 * @param seed of these times
 * @param refusal how it answers what is too much
 */
public record StrictRules(
        int permits, boolean fixedSeconds, Duration latency, Duration mostDelay, long seed, StrictAnswer refusal) {

    /** 20 in any second, 10 ms; else a 500 with {@code EGW00201}. */
    public static StrictRules defaults() {
        return new StrictRules(20, false, Duration.ofMillis(10), Duration.ZERO, 1, StrictAnswer.limited(500));
    }

    /** Counts in fixed seconds, which begin when the remote starts. */
    public StrictRules withFixedSeconds() {
        return new StrictRules(permits, true, latency, mostDelay, seed, refusal);
    }

    /** Counts requests late, by 0 to {@code most}. */
    public StrictRules withDelay(Duration most, long newSeed) {
        return new StrictRules(permits, fixedSeconds, latency, most, newSeed, refusal);
    }

    /** Accepts so many in any second. */
    public StrictRules withPermits(int number) {
        return new StrictRules(number, fixedSeconds, latency, mostDelay, seed, refusal);
    }

    /** Answers after that time. */
    public StrictRules withLatency(Duration time) {
        return new StrictRules(permits, fixedSeconds, time, mostDelay, seed, refusal);
    }

    /** Answers so what is too much. */
    public StrictRules withRefusal(StrictAnswer answer) {
        return new StrictRules(permits, fixedSeconds, latency, mostDelay, seed, answer);
    }
}
