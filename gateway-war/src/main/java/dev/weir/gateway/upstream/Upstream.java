package dev.weir.gateway.upstream;

import java.util.concurrent.CompletionStage;

/** A server that has a model. Safe for use by many threads. */
public interface Upstream {

    /**
     * Sends a request. The stage completes with the head of the answer, exceptionally with an
     * {@link java.io.IOException} if there is none, or with {@link java.net.http.HttpTimeoutException} if it took too
     * long; to cancel its {@link CompletionStage#toCompletableFuture future} ends the exchange.
     */
    CompletionStage<UpstreamAnswer> send(UpstreamCall call);
}
