package dev.weir.store;

/**
 * Who has come under which key on the present day of UTC: one roster for each counter. A roster only grows until its
 * day ends. Safe for use by many threads.
 *
 * <pre>
 * Rosters.Answer answer = rosters.look(id, entry, 10);
 * if (answer == Rosters.Answer.UNKNOWN) {
 *     answer = rosters.enter(id, entry, 10, budget);
 * }
 * </pre>
 */
public interface Rosters {

    /** What becomes of a principal. */
    enum Answer {
        /** The principal is in the roster, or may go on as if. */
        ADMITTED,
        /** Others fill the roster of this day. */
        FULL,
        /** The cluster does not answer, and others fill the part of the roster that this instance may fill alone. */
        SHARE_FULL,
        /** Unknown: this instance has to ask the cluster or, if it did, the cluster does not answer. */
        UNKNOWN
    }

    /**
     * What this instance knows about a principal. Never waits, and enters no principal. Only {@code ADMITTED} is final
     * for the day.
     *
     * @param entry stands for the principal, {@value Roster#ENTRY_LENGTH} characters of Base64 for URLs
     * @param most how many principals the roster may have for this one to enter
     */
    Answer look(CounterId id, String entry, int most);

    /**
     * Enters a principal in the roster, unless others fill it already. While the cluster does not answer, the fallback
     * of the policy of {@code id} decides.
     *
     * @param budget how long the caller can wait for the cluster, reduced by the time waited
     */
    Answer enter(CounterId id, String entry, int most, WaitBudget budget);

    /** The time until the present day ends, at least 1. */
    long millisToEndOfDay();

    /** Opens what rosters need, before the first request does. */
    void prepare();
}
