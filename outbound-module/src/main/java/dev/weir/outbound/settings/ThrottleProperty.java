package dev.weir.outbound.settings;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A property below {@code ratelimit.throttle.<policy>.}, with its default. */
public enum ThrottleProperty {
    /** The share of the limit that is used. */
    SAFETY("safety", "1.0"),
    /** Whether permits come one by one: {@code none}, {@code even} or the time between two. */
    SPACING("spacing", "none"),
    /** By how much the window is longer, because the other side counts arrivals. */
    GUARD("guard", "20ms"),
    /** Until when a permit is in use: {@code send} or {@code response}. */
    PERMIT_UNTIL("permit-until", "send"),
    /** How many calls are in flight at most, over all instances. */
    CONCURRENCY("concurrency", "none"),
    /** How many calls wait at most, on one instance. */
    QUEUE("queue", "1000"),
    /** The longest wait for a permit. */
    MAX_WAIT("max-wait", "30s"),
    /** What answers are refusals because of the other side's limit. */
    LIMITED_WHEN("limited-when", "status:429,status:503"),
    /** How much of a body is looked at. */
    LIMITED_WHEN_MAX_BYTES("limited-when.max-bytes", "64KiB"),
    /** How often a call is repeated at most. */
    RETRIES("retries", "5"),
    /** After what a call is repeated. */
    RETRY_ON("retry-on", "limited,io,status:502,status:504"),
    /** The methods of calls that are repeated although they may have had an effect. */
    RETRY_METHODS("retry-methods", "idempotent"),
    /** The longest wait before the first retry. */
    BACKOFF("backoff", "250ms"),
    /** By how much each further wait is longer. */
    BACKOFF_FACTOR("backoff.factor", "2"),
    /** The shortest wait before a retry. */
    BACKOFF_MIN("backoff.min", "50ms"),
    /** The longest wait before a retry. */
    BACKOFF_MAX("backoff.max", "60s"),
    /** How much of a wait is left to chance. */
    JITTER("jitter", "full"),
    /** The longest time that a call takes with its waits and retries. */
    DEADLINE("deadline", "60s"),
    /** How many retries there are for all calls, over all instances. */
    RETRY_BUDGET("retry-budget", "20%"),
    /** What is left of the rate after the other side has refused a call. */
    TIGHTEN("tighten", "0.5"),
    /** How much of the rate each clean window gives back. */
    TIGHTEN_RECOVER("tighten.recover", "5%"),
    /** The share of the limit that is in use when it is nearly reached. */
    NEAR("near", "80%"),
    /** How many tasks of a batch run at once: a number or {@code auto}. */
    BATCH_SIZE("batch.size", "auto"),
    /** How many tasks of a batch run at once at most. */
    BATCH_MAX("batch.max", "100"),
    /** How long to wait between batches. */
    BATCH_PAUSE("batch.pause", "0s"),
    /** How long a task of a batch may run. */
    TASK_TIMEOUT("task-timeout", "30s");

    /** What the names of all properties of this module begin with. */
    public static final String PREFIX = "ratelimit.throttle.";

    private final String key;
    private final String defaultValue;

    ThrottleProperty(String key, String defaultValue) {
        this.key = key;
        this.defaultValue = defaultValue;
    }

    /** The name below that of the policy. */
    public String key() {
        return key;
    }

    /** The value that holds where the property is not set. */
    public String defaultValue() {
        return defaultValue;
    }

    /** The full name for one policy. */
    public String fullName(String policy) {
        return PREFIX + policy + '.' + key;
    }

    /** The names of all properties below that of a policy. */
    public static Set<String> keys() {
        return Arrays.stream(values()).map(ThrottleProperty::key).collect(Collectors.toCollection(TreeSet::new));
    }
}
