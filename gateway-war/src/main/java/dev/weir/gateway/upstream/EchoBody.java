package dev.weir.gateway.upstream;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Parts that come one after another with a pause between them, as they are asked for. For one subscriber. */
final class EchoBody implements Flow.Publisher<List<ByteBuffer>> {

    private final Iterator<ByteBuffer> parts;
    private final Duration pause;
    private final ScheduledExecutorService timer;

    EchoBody(Iterator<ByteBuffer> parts, Duration pause, ScheduledExecutorService timer) {
        this.parts = parts;
        this.pause = pause;
        this.timer = timer;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super List<ByteBuffer>> subscriber) {
        subscriber.onSubscribe(new Delivery(subscriber));
    }

    private final class Delivery implements Flow.Subscription {

        private final Flow.Subscriber<? super List<ByteBuffer>> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private final AtomicBoolean ended = new AtomicBoolean();

        Delivery(Flow.Subscriber<? super List<ByteBuffer>> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long more) {
            long before = demand.getAndAccumulate(more, (old, added) -> old + added < 0 ? Long.MAX_VALUE : old + added);
            if (before == 0) {
                plan();
            }
        }

        private void plan() {
            var unused = timer.schedule(this::deliver, pause.toNanos(), TimeUnit.NANOSECONDS);
        }

        /** Runs once for each part that is asked for, and never twice at a time. */
        private void deliver() {
            if (ended.get()) {
                return;
            }
            if (parts.hasNext()) {
                subscriber.onNext(List.of(parts.next()));
            }
            if (!parts.hasNext()) {
                if (ended.compareAndSet(false, true)) {
                    subscriber.onComplete();
                }
            } else if (demand.decrementAndGet() > 0) {
                plan();
            }
        }

        @Override
        public void cancel() {
            ended.set(true);
        }
    }
}
