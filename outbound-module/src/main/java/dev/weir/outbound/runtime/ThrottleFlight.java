package dev.weir.outbound.runtime;

import dev.weir.outbound.Permit;
import dev.weir.outbound.remote.BodyPrefix;
import dev.weir.outbound.remote.RemoteAnswer;
import dev.weir.outbound.statistics.Outcome;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A request of a client that has its permit, until its answer comes. If none does, which not all clients tell, the
 * flight ends after the time that a call takes at most. Safe for use by many threads.
 */
public final class ThrottleFlight {

    private final Permit permit;
    private final Throttles throttles;
    private final List<CallPolicy> policies;
    /** The first, which reads the answer. */
    private final CallPolicy policy;

    private final long beganNanos;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Optional<Runnable> timeout = Optional.empty();

    ThrottleFlight(Permit permit, Throttles throttles, List<CallPolicy> policies) {
        this.permit = permit;
        this.throttles = throttles;
        this.policies = policies;
        this.policy = policies.get(0);
        this.beganNanos = throttles.threads().nanoTime();
    }

    /** Ends the flight after the time that a call takes at most. */
    ThrottleFlight watched() {
        timeout = Optional.of(throttles
                .threads()
                .after(policy.settings().retry().deadline(), () -> end(new Outcome.Failed("no-answer"))));
        return this;
    }

    /**
     * The answer has come.
     *
     * @param body its body, of which a beginning is looked at
     * @return the body to go on with, from its first byte; empty if it was not looked at
     */
    public Optional<InputStream> answered(int status, Map<String, List<String>> headers, Optional<InputStream> body) {
        Optional<BodyPrefix> prefix = policy.prefix(body);
        RemoteAnswer answer = policy.read(status, headers, prefix, throttles.clock());
        end(outcome(status, answer));
        throttles.happenings().heard(answer, policy.line(), throttles.queue());
        return prefix.map(BodyPrefix::whole);
    }

    /** No answer will come. */
    public void failed(Throwable cause) {
        end(Outcome.Failed.exception(cause));
    }

    private static Outcome.Sent outcome(int status, RemoteAnswer answer) {
        if (answer.limited()) {
            return Outcome.Answer.LIMITED;
        }
        return status >= 500 ? Outcome.Failed.status(status) : Outcome.Answer.SUCCESS;
    }

    private void end(Outcome.Sent outcome) {
        if (ended.compareAndSet(false, true)) {
            permit.close();
            timeout.ifPresent(Runnable::run);
            throttles.ended(policies, outcome, throttles.threads().nanoTime() - beganNanos);
        }
    }
}
