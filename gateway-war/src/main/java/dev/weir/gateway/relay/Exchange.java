package dev.weir.gateway.relay;

import dev.weir.gateway.answer.Answer;
import dev.weir.gateway.answer.Answers;
import dev.weir.gateway.answer.BrokenAnswerException;
import dev.weir.gateway.answer.Settlement;
import dev.weir.gateway.error.ErrorBody;
import dev.weir.gateway.upstream.Upstream;
import dev.weir.gateway.upstream.UpstreamAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One request from its admission to its end. All that happens to it, by the upstream, the client and the time, goes
 * through a mailbox, so that it is in one state at a time, and no thread waits for another.
 */
final class Exchange implements ClientOutput.Events {

    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());
    private final RelayJob job;
    private final ClientOutput output;
    private final ClientWriter writer;
    private final ExchangeEnd end;
    private final LongSupplier nanoTime;
    private final Consumer<Exchange> removal;
    private final Mailbox mailbox = new Mailbox(this::failed);
    private final UpstreamReader reader = new UpstreamReader(this);
    private Phase phase = Phase.WAITS;
    private Answer answer = Answers.none();

    Exchange(
            RelayJob job,
            ClientOutput output,
            ExchangeListener listener,
            LongSupplier nanoTime,
            Consumer<Exchange> removal) {
        this.job = job;
        this.output = output;
        this.writer = new ClientWriter(output, new AnswerText(listener.wantsAnswers()));
        this.end = new ExchangeEnd(job, listener);
        this.nanoTime = nanoTime;
        this.removal = removal;
    }

    void start(Upstream upstream) {
        // before the call: a client that is gone already costs the upstream nothing
        output.listen(this);
        post(() -> reader.send(upstream, job.call()));
    }

    /** Ends it, because the gateway stops: the client is told if that is possible. */
    void stop() {
        post(() -> end(Failures.stopped(job.request().model())));
    }

    void post(Runnable work) {
        mailbox.post(work);
    }

    /** There is no answer, or it has broken off. */
    void upstreamFailed(Throwable failure) {
        end(Failures.of(job.request().model(), failure));
    }

    /** The answer begins. */
    void head(UpstreamAnswer head) {
        if (phase != Phase.WAITS) {
            head.discard();
        } else if (Heads.isFailure(head.status())) {
            head.discard();
            fail(Failures.broken(job, "its status is " + head.status()));
        } else {
            relay(head);
        }
    }

    private void relay(UpstreamAnswer head) {
        try {
            answer =
                    Answers.of(head, job.request(), job.model(), job.hold().cap(), job.promptTokens(), job.tokenizer());
            begin(Heads.of(head, answer.takesComments(), job.hold().fields()));
        } catch (RuntimeException | Error e) {
            head.discard(); // no one else knows of it
            throw e;
        }
        reader.read(head);
    }

    private void begin(ClientOutput.Head head) {
        phase = Phase.RELAYS;
        end.status(head.status());
        try {
            writer.begin(nanoTime.getAsLong());
            output.begin(head);
        } catch (IOException e) {
            lost(e);
        }
    }

    /** A part of the answer has come. */
    void part(List<ByteBuffer> part) {
        if (phase != Phase.RELAYS) {
            reader.more();
            return;
        }
        end.firstByte(age());
        try {
            advance(answer.take(part, writer::add));
            pump();
        } catch (BrokenAnswerException e) {
            broken(Failures.broken(job, String.valueOf(e.getMessage())));
        }
    }

    private void advance(Answer.Progress progress) {
        switch (progress) {
            case GOES_ON -> {}
            case KNOWN -> end.settle(answer.settlement(true));
            case WHOLE -> {
                finish(end.whole(), true);
                reader.more(); // its connection can be used again once all of it is read
            }
            case CUT, FAILED -> {
                finish(progress == Answer.Progress.CUT ? Outcome.CUT : Outcome.UPSTREAM_FAILED, false);
                reader.cancel();
            }
        }
    }

    private void finish(Outcome outcome, boolean isWhole) {
        phase = Phase.FINISHES;
        end.outcome(outcome);
        end.settle(answer.settlement(isWhole));
    }

    /** The upstream has sent all. */
    void complete() {
        if (phase == Phase.RELAYS) {
            if (answer.end(writer::add)) {
                finish(end.whole(), true);
                pump();
            } else {
                broken(Failures.broken(job, "its answer is not whole"));
            }
        }
    }

    private void broken(Failures failure) {
        reader.cancel();
        if (answer.fail(failure.error(), writer::add)) {
            finish(failure.outcome(), false);
            pump();
        } else {
            abort(failure.outcome());
        }
    }

    /** There is no answer: the client gets an error instead. */
    private void fail(Failures failure) {
        end.settle(new Settlement.Cancelled());
        end.outcome(failure.outcome());
        byte[] body = ErrorBody.of(failure.error());
        begin(Heads.of(failure, body.length, job.hold().fields()));
        if (phase == Phase.RELAYS) {
            phase = Phase.FINISHES;
            writer.add(ByteBuffer.wrap(body));
            pump();
        }
    }

    /** Sends what there is room for, and asks for more if there is room for that. */
    private void pump() {
        if (phase != Phase.RELAYS && phase != Phase.FINISHES) {
            return;
        }
        try {
            if (!writer.write(nanoTime.getAsLong())) {
                return;
            }
            if (phase == Phase.FINISHES) {
                output.complete();
                ended();
            } else {
                reader.more();
            }
        } catch (IOException e) {
            lost(e);
        }
    }

    /** The client is gone. */
    private void lost(Throwable failure) {
        if (phase == Phase.ENDED) {
            return;
        }
        LOG.log(System.Logger.Level.DEBUG, "a client is gone", failure);
        if (phase == Phase.WAITS) {
            end.unanswered(reader.isSent());
        }
        end.lost();
        abort(Outcome.CLIENT_GONE);
    }

    private void abort(Outcome outcome) {
        end.outcome(outcome);
        end.settle(answer.settlement(false));
        reader.cancel();
        output.abort();
        ended();
    }

    private void ended() {
        phase = Phase.ENDED;
        removal.accept(this);
        end.report(age(), writer.text());
        writer.clear();
    }

    private Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - job.startedNanos());
    }

    /** Time has passed. */
    void tick(Duration commentEvery) {
        if (phase != Phase.ENDED && age().compareTo(job.model().timeouts().total()) > 0) {
            late();
        } else if (phase == Phase.RELAYS || phase == Phase.FINISHES) {
            watch(commentEvery);
        }
    }

    private void watch(Duration commentEvery) {
        Duration silence = Duration.ofNanos(nanoTime.getAsLong() - writer.progressNanos());
        boolean isWaiting = phase == Phase.RELAYS && writer.isEmpty();
        if (!isWaiting && silence.compareTo(job.model().timeouts().idle()) > 0) {
            lost(new IOException("the client did not read for " + silence));
            return;
        }
        if (isWaiting && answer.takesComments() && silence.compareTo(commentEvery) >= 0) {
            writer.comment();
        }
        pump();
    }

    /** The time for the whole exchange is over. */
    private void late() {
        if (phase == Phase.FINISHES) {
            lost(new IOException("the client did not read in time"));
        } else {
            end(Failures.timeout(job.request().model()));
        }
    }

    /** Ends it from this side, unless the client has only to read the rest. */
    private void end(Failures failure) {
        if (phase == Phase.WAITS) {
            reader.cancel();
            fail(failure);
        } else if (phase == Phase.RELAYS) {
            broken(failure);
        }
    }

    /** The gateway has a defect, which must not cost the caller its slot. */
    private void failed(Throwable defect) {
        LOG.log(System.Logger.Level.ERROR, "a request failed: " + job.call().requestId(), defect);
        if (phase == Phase.WAITS) {
            try {
                reader.cancel();
                fail(Failures.internal(job.request().model()));
                return;
            } catch (RuntimeException | Error again) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "a client cannot be told: " + job.call().requestId(),
                        again);
            }
        }
        if (phase != Phase.ENDED) {
            abort(Outcome.FAILED);
        }
    }

    @Override
    public void writable() {
        post(this::pump);
    }

    @Override
    public void gone(Throwable failure) {
        post(() -> lost(failure));
    }
}
