package dev.weir.gateway.upstream;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;

/** A body whose end is told to the circuit breaker. */
final class JudgedBody implements Flow.Publisher<List<ByteBuffer>> {

    private final Flow.Publisher<List<ByteBuffer>> source;
    private final BreakingUpstream.Verdict verdict;

    JudgedBody(Flow.Publisher<List<ByteBuffer>> source, BreakingUpstream.Verdict verdict) {
        this.source = source;
        this.verdict = verdict;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super List<ByteBuffer>> subscriber) {
        source.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(new Flow.Subscription() {
                    @Override
                    public void request(long parts) {
                        subscription.request(parts);
                    }

                    @Override
                    public void cancel() {
                        verdict.release();
                        subscription.cancel();
                    }
                });
            }

            @Override
            public void onNext(List<ByteBuffer> part) {
                subscriber.onNext(part);
            }

            @Override
            public void onError(Throwable failure) {
                verdict.failed(failure);
                subscriber.onError(failure);
            }

            @Override
            public void onComplete() {
                verdict.succeeded();
                subscriber.onComplete();
            }
        });
    }
}
