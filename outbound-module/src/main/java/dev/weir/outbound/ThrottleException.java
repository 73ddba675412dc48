package dev.weir.outbound;

/** Reports that a call was not made, or that its answer was a refusal. Immutable. */
public abstract sealed class ThrottleException extends RuntimeException
        permits ThrottleTimeoutException, ThrottleQueueFullException, RemoteLimitException {

    private static final long serialVersionUID = 1L;

    private final String policy;

    ThrottleException(String policy, String message) {
        super(message);
        this.policy = policy;
    }

    /** The name of the policy. */
    public String policy() {
        return policy;
    }
}
