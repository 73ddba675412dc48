package dev.weir.gateway.relay;

import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.error.ApiError;
import dev.weir.gateway.error.ErrorBody;
import dev.weir.gateway.request.CompletionRequest;
import dev.weir.gateway.settings.ModelSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Tells a client why no upstream gets its request. */
final class Refusing implements ClientOutput.Events {

    private final Incoming incoming;
    private final ClientOutput output;
    private final ClientWriter writer;
    private final ExchangeListener listener;
    private final LongSupplier nanoTime;
    private final Mailbox mailbox = new Mailbox(this::gone);

    private Optional<CompletionRequest> request = Optional.empty();
    private Optional<ModelSettings> model = Optional.empty();
    private Outcome outcome = Outcome.INVALID;
    private int status;
    private boolean isEnded;

    Refusing(Incoming incoming, ClientOutput output, ExchangeListener listener, LongSupplier nanoTime) {
        this.incoming = incoming;
        this.output = output;
        this.writer = new ClientWriter(output, new AnswerText(listener.wantsAnswers()));
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    String requestId() {
        return incoming.requestId();
    }

    Caller caller() {
        return incoming.caller();
    }

    Optional<ModelSettings> model() {
        return model;
    }

    /** What is known of the request. */
    void request(CompletionRequest read) {
        request = Optional.of(read);
    }

    /** What is known of the request. */
    void model(ModelSettings found) {
        model = Optional.of(found);
    }

    void refuse(ApiError error, Map<String, String> fields, Outcome because) {
        mailbox.post(() -> {
            status = error.status();
            outcome = because;
            byte[] body = ErrorBody.of(error);
            writer.begin(nanoTime.getAsLong());
            writer.add(ByteBuffer.wrap(body));
            output.listen(this);
            try {
                output.begin(
                        new ClientOutput.Head(status, ErrorBody.CONTENT_TYPE, OptionalLong.of(body.length), fields));
                pump();
            } catch (IOException e) {
                lost();
            }
        });
    }

    private void pump() {
        try {
            if (!isEnded && writer.write(nanoTime.getAsLong())) {
                output.complete();
                end();
            }
        } catch (IOException e) {
            lost();
        }
    }

    private void lost() {
        if (!isEnded) {
            output.abort();
            end();
        }
    }

    private void end() {
        isEnded = true;
        listener.ended(new ExchangeReport(
                incoming.requestId(),
                Optional.of(incoming.caller()),
                model.map(ModelSettings::id),
                request,
                0,
                0,
                0,
                0,
                outcome,
                status,
                Optional.empty(),
                Duration.ofNanos(nanoTime.getAsLong() - incoming.startedNanos()),
                writer.text()));
    }

    @Override
    public void writable() {
        mailbox.post(this::pump);
    }

    @Override
    public void gone(Throwable failure) {
        mailbox.post(this::lost);
    }
}
