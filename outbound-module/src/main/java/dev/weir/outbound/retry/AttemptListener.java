package dev.weir.outbound.retry;

import dev.weir.outbound.remote.RemoteAnswer;
import java.time.Duration;

/** Is told what happens to the calls of one policy, by the threads that make them. Safe for use by many threads. */
public interface AttemptListener {

    /**
     * An attempt has ended: before the result is passed on, and before a retry waits.
     *
     * @param nanos how long it took, without the wait for its permit
     */
    void attempted(Judgement judgement, long nanos);

    /** The other side has said something about its limits: {@link RemoteAnswer#limited} if it refused the call. */
    void answered(RemoteAnswer answer);

    /** A call waits for {@code delay} and is then repeated. */
    void backsOff(Duration delay);

    /** A call is not repeated that could be, for this reason. */
    void gaveUp(RetryDecision.Reason reason);
}
