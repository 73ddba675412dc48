package dev.weir;

/**
 * The event that a key of an adaptive policy has lost trust: its limits are 15 % smaller from now on, until it has been
 * quiet for ten minutes. Fired asynchronously, on the instance that noticed it. It does not say which key it is,
 * because keys are personal data. Immutable.
 *
 * <pre>
 * void suspicion(&#64;ObservesAsync SuspicionRaised raised) {
 *     log.warning(raised.policy() + ": level " + raised.level() + " because of " + raised.reason());
 * }
 * </pre>
 *
 * @param policy the name of the policy
 * @param level the level that was reached, 1 to 5
 * @param reason what raised it
 */
public record SuspicionRaised(String policy, int level, Reason reason) {

    /** What raises the level of a key. */
    public enum Reason {
        /** A block has begun. */
        BLOCK,
        /** The key was refused a hundred times. */
        REFUSALS,
        /** The application has answered twenty requests in a row with 401, 403 or 404. */
        REJECTIONS
    }
}
