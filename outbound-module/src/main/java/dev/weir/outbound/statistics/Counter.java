package dev.weir.outbound.statistics;

import java.util.Locale;
import java.util.Set;

/** What is counted of a policy. */
public enum Counter {
    /** Attempts that got their permits: they began, or the permit was cancelled. */
    STARTED,
    /** Attempts that succeeded. */
    SUCCESS,
    /** Attempts that the remote refused. */
    LIMITED,
    /** Attempts that failed otherwise. */
    FAILED,
    /** Callers that were sent away because of the longest wait. */
    TIMEOUT,
    /** Callers that found the queue full. */
    QUEUE_FULL,
    /** Callers that gave up. */
    CANCELLED,
    /** Calls of the application that ended with a result, after whatever attempts. */
    SUCCEEDED,
    /** Attempts after the first of a call. */
    RETRIES,
    /** Refusals by the remote that were noticed, also on calls that another party sent. */
    REMOTE_REFUSALS,
    /** Waits before a retry. */
    BACK_OFFS,
    /** Milliseconds of these waits. */
    BACK_OFF_MILLIS,
    /** Pauses of the whole policy. */
    PAUSES,
    /** Milliseconds that these were asked to take. */
    PAUSE_MILLIS,
    /** Times that the rate was lowered. */
    TIGHTENED,
    /** Batches that ended. */
    BATCHES,
    /** Tasks of these. */
    BATCH_TASKS,
    /** Tasks of these that failed. */
    BATCH_FAILURES;

    /** The attempts that reached the remote, or may have. */
    static final Set<Counter> SENT = Set.of(SUCCESS, LIMITED, FAILED);

    /** The values of the label {@code outcome}: how attempts ended, and why callers sent nothing. */
    static final Set<Counter> OUTCOMES = Set.of(SUCCESS, LIMITED, FAILED, TIMEOUT, QUEUE_FULL, CANCELLED);

    /** The value of a label: {@code queue-full}. */
    public String label() {
        return Outcome.written(this);
    }

    /** The name in the files: {@code queueFull}. */
    public String field() {
        StringBuilder field = new StringBuilder();
        for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
            field.append(
                            field.isEmpty()
                                    ? word.substring(0, 1)
                                    : word.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(word, 1, word.length());
        }
        return field.toString();
    }
}
