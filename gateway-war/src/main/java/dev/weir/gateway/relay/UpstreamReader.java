package dev.weir.gateway.relay;

import dev.weir.gateway.upstream.Upstream;
import dev.weir.gateway.upstream.UpstreamAnswer;
import dev.weir.gateway.upstream.UpstreamCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The side of an exchange that is the upstream: asks for one part at a time, each only when the client has room.
 * Signals may come by any thread; all else happens in the mailbox of the exchange.
 */
final class UpstreamReader implements Flow.Subscriber<List<ByteBuffer>> {

    private final Exchange exchange;
    private @Nullable CompletableFuture<UpstreamAnswer> sent;
    private Flow.@Nullable Subscription subscription;
    private boolean isSent;
    private boolean isAsked;
    private boolean isCancelled;

    UpstreamReader(Exchange exchange) {
        this.exchange = exchange;
    }

    void send(Upstream upstream, UpstreamCall call) {
        if (isCancelled) {
            return;
        }
        isSent = true;
        CompletableFuture<UpstreamAnswer> future = upstream.send(call).toCompletableFuture();
        sent = future;
        var unused = future.whenComplete((head, failure) -> exchange.post(() -> head(head, failure)));
    }

    /** Whether the upstream has got the request, perhaps. */
    boolean isSent() {
        return isSent;
    }

    private void head(@Nullable UpstreamAnswer head, @Nullable Throwable failure) {
        sent = null;
        if (head == null) {
            exchange.upstreamFailed(cause(failure));
        } else if (isCancelled) {
            head.discard();
        } else {
            exchange.head(head);
        }
    }

    private static Throwable cause(@Nullable Throwable failure) {
        Throwable cause = failure == null ? null : failure.getCause();
        if (failure instanceof CompletionException && cause != null) {
            return cause;
        }
        return failure == null ? new IOException("there is no answer") : failure;
    }

    /** Begins to read the body. */
    void read(UpstreamAnswer head) {
        if (isCancelled) {
            head.discard();
        } else {
            head.body().subscribe(this);
        }
    }

    /** Asks for the next part, if that was not done. */
    void more() {
        Flow.Subscription source = subscription;
        if (source != null && !isAsked && !isCancelled) {
            isAsked = true;
            source.request(1);
        }
    }

    /** Closes the connection to the upstream, unless all has come. */
    void cancel() {
        isCancelled = true;
        CompletableFuture<UpstreamAnswer> waiting = sent;
        if (waiting != null) {
            waiting.cancel(true);
        }
        Flow.Subscription source = subscription;
        if (source != null) {
            source.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        exchange.post(() -> {
            subscription = source;
            if (isCancelled) {
                source.cancel();
            } else {
                exchange.writable();
            }
        });
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        exchange.post(() -> {
            isAsked = false;
            exchange.part(part);
        });
    }

    @Override
    public void onError(Throwable failure) {
        exchange.post(() -> exchange.upstreamFailed(failure));
    }

    @Override
    public void onComplete() {
        exchange.post(exchange::complete);
    }
}
