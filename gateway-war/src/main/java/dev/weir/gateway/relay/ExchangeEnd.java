package dev.weir.gateway.relay;

import dev.weir.gateway.answer.Settlement;
import dev.weir.gateway.answer.Usage;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends the hold of a request, once, and tells of the request, once. Used by one thread at a time. */
final class ExchangeEnd {

    private static final int BAD_REQUEST = 400;

    private final RelayJob job;
    private final ExchangeListener listener;
    private Usage used;
    private long charged;
    private boolean isSettled;
    private boolean isReported;
    private int status;
    private Optional<Duration> firstByte = Optional.empty();
    private @Nullable Outcome outcome;

    ExchangeEnd(RelayJob job, ExchangeListener listener) {
        this.job = job;
        this.listener = listener;
        used = new Usage(job.promptTokens(), 0);
    }

    /** Ends the hold, if that was not done. */
    void settle(Settlement settlement) {
        if (isSettled) {
            return;
        }
        isSettled = true;
        if (settlement instanceof Settlement.Used known) {
            used = known.usage();
        }
        charged = settlement.end(job.hold());
    }

    /** The client went before there was an answer: the model may have read the prompt, if it has got it. */
    void unanswered(boolean isSent) {
        settle(isSent ? new Settlement.Used(used) : new Settlement.Cancelled());
    }

    /** That the client gets. */
    void status(int code) {
        status = code;
    }

    /** The first time counts. */
    void firstByte(Duration age) {
        if (firstByte.isEmpty()) {
            firstByte = Optional.of(age);
        }
    }

    /** What an answer is that the upstream has sent to its end. */
    Outcome whole() {
        return status >= BAD_REQUEST ? Outcome.REJECTED : Outcome.ANSWERED;
    }

    /** The first that is said counts. */
    void outcome(Outcome first) {
        if (outcome == null) {
            outcome = first;
        }
    }

    /** The client does not get the rest of what was a good answer. */
    void lost() {
        if (outcome == Outcome.ANSWERED) {
            outcome = Outcome.CLIENT_GONE;
        }
    }

    /** Tells of the request, if that was not done. */
    void report(Duration total, Optional<String> answer) {
        if (isReported) {
            return;
        }
        isReported = true;
        listener.ended(new ExchangeReport(
                job.call().requestId(),
                Optional.of(job.caller()),
                Optional.of(job.model().id()),
                Optional.of(job.request()),
                job.hold().held(),
                used.promptTokens(),
                used.completionTokens(),
                charged,
                outcome == null ? Outcome.FAILED : outcome,
                status,
                firstByte,
                total,
                answer));
    }
}
