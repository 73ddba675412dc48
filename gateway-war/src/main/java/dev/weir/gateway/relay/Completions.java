package dev.weir.gateway.relay;

import dev.weir.gateway.budget.Admission;
import dev.weir.gateway.budget.Demand;
import dev.weir.gateway.budget.Refusal;
import dev.weir.gateway.error.ApiError;
import dev.weir.gateway.error.ApiErrors;
import dev.weir.gateway.error.ApiException;
import dev.weir.gateway.request.CompletionRequest;
import dev.weir.gateway.request.RequestReader;
import dev.weir.gateway.request.RequestRewriter;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.upstream.UpstreamCall;
import dev.weir.gateway.upstream.UpstreamOpenException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The way of a request from its body to its answer. Safe for use by many threads. */
public final class Completions {

    private static final System.Logger LOG = System.getLogger(Completions.class.getName());

    private final CompletionParts parts;
    private final Relay relay;
    private final ExchangeListener listener;
    private final LongSupplier nanoTime;
    private final Executor waiting;

    /**
     * Serves nothing yet.
     *
     * @param listener is told of the requests that no upstream gets; of the others, {@code relay} tells
     * @param waiting runs what may wait for the cluster
     */
    public Completions(
            CompletionParts parts, Relay relay, ExchangeListener listener, LongSupplier nanoTime, Executor waiting) {
        this.parts = parts;
        this.relay = relay;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.waiting = waiting;
    }

    /** Serves a request. Does not throw; {@code output} gets an answer or an error. */
    public void serve(Incoming incoming, ClientOutput output) {
        Refusing refusing = new Refusing(incoming, output, listener, nanoTime);
        try {
            CompletionRequest request =
                    RequestReader.read(incoming.endpoint(), incoming.contentType(), incoming.body());
            refusing.request(request);
            Optional<ModelSettings> model = parts.model(incoming.caller(), request.model());
            if (model.isEmpty()) {
                refuse(ApiErrors.modelNotFound(request.model()), Map.of(), Outcome.INVALID, refusing);
                return;
            }
            refusing.model(model.get());
            Optional<Refusal> hopeless = parts.hopeless(incoming.caller(), demand(request, model.get(), 1));
            if (hopeless.isPresent()) {
                refuse(hopeless.get(), refusing);
                return;
            }
            count(incoming, request, model.get(), output, refusing);
        } catch (ApiException e) {
            refuse(e.error(), Map.of(), Outcome.INVALID, refusing);
        } catch (RuntimeException e) {
            failed(e, refusing);
        }
    }

    private void count(
            Incoming incoming, CompletionRequest request, ModelSettings model, ClientOutput output, Refusing refusing) {
        CompletableFuture<Long> counted = parts.promptTokens(model, request).toCompletableFuture();
        // A count that is there already is used by this thread, which is one of the server and may wait.
        Executor next = counted.isDone() ? Runnable::run : waiting;
        var unused = counted.whenCompleteAsync(
                (tokens, failure) -> {
                    try {
                        counted(incoming, request, model, tokens, failure, output, refusing);
                    } catch (RuntimeException e) {
                        failed(e, refusing);
                    }
                },
                next);
    }

    private void counted(
            Incoming incoming,
            CompletionRequest request,
            ModelSettings model,
            @Nullable Long tokens,
            @Nullable Throwable failure,
            ClientOutput output,
            Refusing refusing) {
        if (tokens == null) {
            uncounted(request, failure, refusing);
            return;
        }
        Admission admission = parts.admit(incoming.caller(), demand(request, model, tokens));
        if (admission instanceof Admission.Refused refused) {
            refuse(refused.refusal(), refusing);
        } else if (admission instanceof Admission.Granted granted) {
            relay(incoming, request, model, tokens, granted, output);
        }
    }

    private static Demand demand(CompletionRequest request, ModelSettings model, long promptTokens) {
        return new Demand(model, request.model(), promptTokens, request.maxTokens(), request.choices());
    }

    /** Refuses with {@code fields}, and with those of the budget. */
    private void refuse(ApiError error, Map<String, String> fields, Outcome outcome, Refusing refusing) {
        Map<String, String> all = new HashMap<>(fields);
        try {
            all.putAll(parts.fields(refusing.caller(), refusing.model()));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "an answer has no fields of a budget: " + refusing.requestId(), e);
        }
        refusing.refuse(error, all, outcome);
    }

    private static void refuse(Refusal refusal, Refusing refusing) {
        Outcome outcome = refusal.error().status() == 400 ? Outcome.INVALID : Outcome.REFUSED;
        refusing.refuse(refusal.error(), refusal.fields(), outcome);
    }

    private void uncounted(CompletionRequest request, @Nullable Throwable failure, Refusing refusing) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof ApiException wrong) {
            refuse(wrong.error(), Map.of(), Outcome.INVALID, refusing);
        } else if (cause instanceof UpstreamOpenException open) {
            Failures failures = Failures.of(request.model(), open);
            refuse(failures.error(), failures.fields(), failures.outcome(), refusing);
        } else {
            failed(new IllegalStateException("the prompt was not counted", cause), refusing);
        }
    }

    private void relay(
            Incoming incoming,
            CompletionRequest request,
            ModelSettings model,
            long tokens,
            Admission.Granted granted,
            ClientOutput output) {
        byte[] body;
        try {
            body = RequestRewriter.rewrite(
                    request, model.upstreamName(), granted.hold().cap());
        } catch (RuntimeException e) {
            granted.hold().cancel();
            throw e;
        }
        RelayJob job = new RelayJob(
                request,
                incoming.caller(),
                model,
                tokens,
                granted.hold(),
                new UpstreamCall(request.endpoint(), body, incoming.requestId()),
                parts.tokenizer(model),
                incoming.startedNanos());
        relay.start(job, parts.upstream(model), output);
    }

    private void failed(RuntimeException defect, Refusing refusing) {
        LOG.log(System.Logger.Level.ERROR, "a request failed: " + refusing.requestId(), defect);
        refuse(
                new ApiError(
                        500,
                        "The gateway failed to serve the request.",
                        "server_error",
                        Optional.empty(),
                        Optional.of("internal_error")),
                Map.of(),
                Outcome.FAILED,
                refusing);
    }

    /** How long a body may take to arrive. */
    public static Duration bodyTime() {
        return Duration.ofSeconds(30);
    }

    /**
     * Answers a request whose body cannot be used, and that is told of like all others. Returns at once: it can be the
     * timer that finds a body too slow.
     */
    public void refuse(Incoming incoming, ClientOutput output, ApiError error, Map<String, String> fields) {
        Refusing refusing = new Refusing(incoming, output, listener, nanoTime);
        waiting.execute(() -> refuse(error, fields, Outcome.INVALID, refusing));
    }

    /** The client went away before its body was there. */
    public void lost(Incoming incoming) {
        listener.ended(new ExchangeReport(
                incoming.requestId(),
                Optional.of(incoming.caller()),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                0,
                0,
                Outcome.CLIENT_GONE,
                0,
                Optional.empty(),
                Duration.ofNanos(nanoTime.getAsLong() - incoming.startedNanos()),
                Optional.empty()));
    }
}
