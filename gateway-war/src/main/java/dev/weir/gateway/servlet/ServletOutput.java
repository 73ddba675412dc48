package dev.weir.gateway.servlet;

import dev.weir.gateway.relay.ClientOutput;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The response of an asynchronous request, written without waiting. */
final class ServletOutput implements ClientOutput, WriteListener, AsyncListener {

    private static final int PIECE = 8 * 1024;

    private final AsyncContext context;
    private final HttpServletResponse response;
    private final Optional<GrizzlyConnection> connection;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable ServletOutputStream stream;
    private volatile @Nullable Events events;
    /** Why the client is gone, also if that is known before there are {@link #events}. */
    private volatile @Nullable Throwable loss;

    private byte[] piece = new byte[0];

    /** @param connection closed if the answer cannot be whole */
    ServletOutput(AsyncContext context, HttpServletResponse response, Optional<GrizzlyConnection> connection) {
        this.context = context;
        this.response = response;
        this.connection = connection;
    }

    @Override
    public void listen(Events told) {
        events = told;
        Throwable before = loss;
        if (before != null) {
            told.gone(before);
        }
    }

    @Override
    public void begin(Head head) throws IOException {
        response.setStatus(head.status());
        response.setContentType(head.contentType());
        head.fields().forEach(response::setHeader);
        head.length().ifPresent(response::setContentLengthLong);
        ServletOutputStream opened = response.getOutputStream();
        stream = opened;
        opened.setWriteListener(this);
    }

    @Override
    public boolean isReady() {
        return opened().isReady();
    }

    private ServletOutputStream opened() {
        ServletOutputStream opened = stream;
        if (opened == null) {
            throw new IllegalStateException("the answer has not begun");
        }
        return opened;
    }

    @Override
    public void write(ByteBuffer part) throws IOException {
        if (part.hasArray()) {
            opened().write(part.array(), part.arrayOffset() + part.position(), part.remaining());
            part.position(part.limit());
            return;
        }
        // JDK's client gives parts of its own buffers, whose arrays cannot be reached
        if (piece.length < part.remaining()) {
            piece = new byte[Math.max(PIECE, part.remaining())];
        }
        int length = part.remaining();
        part.get(piece, 0, length);
        opened().write(piece, 0, length);
    }

    @Override
    public void flush() throws IOException {
        opened().flush();
    }

    @Override
    public void complete() {
        if (ended.compareAndSet(false, true)) {
            context.complete();
        }
    }

    @Override
    public void abort() {
        if (ended.compareAndSet(false, true)) {
            // to complete what has begun would make it look whole: a last chunk, or a connection that goes on
            connection.ifPresent(GrizzlyConnection::terminate);
            try {
                context.complete();
            } catch (IllegalStateException e) {
                // the container has ended it
            }
        }
    }

    @Override
    public void onWritePossible() {
        Events told = events;
        if (told != null) {
            told.writable();
        }
    }

    @Override
    public void onError(Throwable failure) {
        lost(failure);
    }

    private void lost(Throwable failure) {
        loss = failure;
        Events told = events;
        if (told != null) {
            told.gone(failure);
        } else {
            abort();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        if (ended.compareAndSet(false, true)) {
            lost(new IOException("the container has ended the answer"));
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        lost(new IOException("the answer takes too long"));
    }

    @Override
    public void onError(AsyncEvent event) {
        Throwable failure = event.getThrowable();
        lost(failure == null ? new IOException("the container has lost the client") : failure);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // not started again
    }
}
