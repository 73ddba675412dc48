package dev.weir.outbound.retry;

import dev.weir.outbound.remote.RemoteAnswer;
import java.util.Optional;

/**
 * What one attempt of a call came to. Immutable.
 *
 * @param kind what it was
 * @param error the name of the error in statistics: {@code limited}, {@code io}, {@code status:502} or the simple
 *     name of an exception; empty for a success
 * @param answer what the answer says, if there is one that is understood
 * @param method the HTTP method, if it is known
 */
public record Judgement(Kind kind, String error, Optional<RemoteAnswer> answer, Optional<String> method) {

    /** What an attempt came to. */
    public enum Kind {
        /** A result that is no reason to repeat the call. */
        SUCCESS,
        /** The other side refused it because of its limit: it had no effect. */
        LIMITED,
        /** An answer whose status is a reason to repeat the call. It may have had its effect. */
        STATUS,
        /** An input or output error. The call may have had its effect. */
        IO,
        /** An exception that is no reason to repeat the call. */
        FAILURE
    }

    /** A result that is no reason to repeat the call. */
    static Judgement success(Optional<RemoteAnswer> answer, Optional<String> method) {
        return new Judgement(Kind.SUCCESS, "", answer, method);
    }

    /** A refusal because of a limit. */
    static Judgement limited(RemoteAnswer answer, Optional<String> method) {
        return new Judgement(Kind.LIMITED, "limited", Optional.of(answer), method);
    }

    /** An answer whose status is a reason to repeat the call, or the reason of an exception. */
    static Judgement status(Kind kind, int status, RemoteAnswer answer, Optional<String> method) {
        return new Judgement(kind, "status:" + status, Optional.of(answer), method);
    }

    /** An input or output error. */
    static Judgement io(Optional<String> method) {
        return new Judgement(Kind.IO, "io", Optional.empty(), method);
    }

    /** An exception that is no reason to repeat the call. */
    static Judgement failure(Throwable thrown) {
        return new Judgement(Kind.FAILURE, thrown.getClass().getSimpleName(), Optional.empty(), Optional.empty());
    }
}
