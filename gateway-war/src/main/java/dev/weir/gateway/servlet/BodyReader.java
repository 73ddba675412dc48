package dev.weir.gateway.servlet;

import dev.weir.gateway.error.ApiError;
import dev.weir.gateway.error.ApiErrors;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a body without waiting for it: a limited number of bytes, for a limited time. */
final class BodyReader implements ReadListener {

    /** What comes of it; one of these, once. */
    interface Result {

        void read(byte[] body);

        void refused(ApiError error);

        void lost();
    }

    private static final int PIECE = 8 * 1024;

    private final ServletInputStream input;
    private final long most;
    private final Result result;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Future<?> deadline;

    BodyReader(ServletInputStream input, long most, Result result) {
        this.input = input;
        this.most = most;
        this.result = result;
    }

    /** Begins. The body is refused if it is not there after {@code nanos}. */
    void start(ScheduledExecutorService timer, long nanos) {
        deadline =
                timer.schedule(() -> end(told -> told.refused(ApiErrors.bodyTooSlow())), nanos, TimeUnit.NANOSECONDS);
        input.setReadListener(this);
    }

    private void end(Consumer<Result> telling) {
        if (ended.compareAndSet(false, true)) {
            Future<?> waiting = deadline;
            if (waiting != null) {
                waiting.cancel(false);
            }
            telling.accept(result);
        }
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] piece = new byte[PIECE];
        // Payara says isFinished() when all has arrived, also what was not read yet, and tells of the end by -1 alone
        while (!ended.get() && input.isReady()) {
            int length = input.read(piece);
            if (length < 0) {
                end(told -> told.read(body.toByteArray()));
                return;
            }
            body.write(piece, 0, length);
            if (body.size() > most) {
                end(told -> told.refused(ApiErrors.bodyTooLarge(most)));
            }
        }
    }

    @Override
    public void onAllDataRead() {
        end(told -> told.read(body.toByteArray()));
    }

    @Override
    public void onError(Throwable failure) {
        end(Result::lost);
    }
}
