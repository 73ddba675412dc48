package dev.weir.gateway.upstream;

import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A body whose next part has to come in time once it is asked for. A subscriber that asks for nothing, because its own
 * client is slow, is not the fault of the upstream.
 */
final class TimedBody implements Flow.Publisher<List<ByteBuffer>> {

    private final Flow.Publisher<List<ByteBuffer>> source;
    private final Duration idle;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;

    TimedBody(
            Flow.Publisher<List<ByteBuffer>> source,
            Duration idle,
            ScheduledExecutorService timer,
            LongSupplier nanoTime) {
        this.source = source;
        this.idle = idle;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super List<ByteBuffer>> subscriber) {
        source.subscribe(new Watch(subscriber));
    }

    private final class Watch implements Flow.Subscriber<List<ByteBuffer>>, Flow.Subscription {

        private final Flow.Subscriber<? super List<ByteBuffer>> client;
        private final AtomicBoolean ended = new AtomicBoolean();
        /** Parts that are asked for and did not come yet. */
        private final AtomicLong demand = new AtomicLong();

        private volatile long since;
        private volatile Flow.@Nullable Subscription upstream;
        private volatile @Nullable ScheduledFuture<?> check;

        Watch(Flow.Subscriber<? super List<ByteBuffer>> client) {
            this.client = client;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            upstream = subscription;
            since = nanoTime.getAsLong();
            plan(idle.toNanos());
            client.onSubscribe(this);
        }

        private void plan(long nanos) {
            check = timer.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
            if (ended.get()) {
                stop();
            }
        }

        private void check() {
            long rest = idle.toNanos() - (nanoTime.getAsLong() - since);
            if (ended.get()) {
                return;
            }
            if (demand.get() == 0 || rest > 0) {
                plan(demand.get() == 0 ? idle.toNanos() : rest);
            } else if (ended.compareAndSet(false, true)) {
                cancelUpstream();
                client.onError(new HttpTimeoutException("no part of the answer came within " + idle));
            }
        }

        @Override
        public void request(long parts) {
            since = nanoTime.getAsLong();
            demand.accumulateAndGet(parts, (old, more) -> old + more < 0 ? Long.MAX_VALUE : old + more);
            Flow.Subscription source = upstream;
            if (source != null) {
                source.request(parts);
            }
        }

        @Override
        public void cancel() {
            ended.set(true);
            stop();
            cancelUpstream();
        }

        private void cancelUpstream() {
            Flow.Subscription source = upstream;
            if (source != null) {
                source.cancel();
            }
        }

        private void stop() {
            ScheduledFuture<?> planned = check;
            if (planned != null) {
                planned.cancel(false);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> part) {
            since = nanoTime.getAsLong();
            demand.decrementAndGet();
            if (!ended.get()) {
                client.onNext(part);
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (ended.compareAndSet(false, true)) {
                stop();
                client.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (ended.compareAndSet(false, true)) {
                stop();
                client.onComplete();
            }
        }
    }
}
