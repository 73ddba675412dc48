package dev.weir.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The body of a request, of which Weir can look at the beginning at any time: what the application has read already is
 * kept, and what it has not read yet is read ahead and given to it later. For use by one thread at a time, as any
 * stream of a request.
 */
final class ReplayedStream extends ServletInputStream {

    private static final byte[] NOTHING = {};

    private final ServletInputStream source;
    private final int most;
    private final Supplier<AsyncContext> async;

    /** The beginning of the body, as far as anybody has read it: {@code count} bytes. */
    private byte[] seen = NOTHING;

    private int count;
    /** The number of these that are given to the application. */
    private int given;

    private boolean looked;
    private boolean listening;
    /** Whether the source has no more. */
    private boolean ended;
    /** Whether the application has read more than is kept. */
    private boolean lost;

    /**
     * @param most what is kept, in bytes
     * @param async the context of a request that goes on asynchronously
     */
    ReplayedStream(ServletInputStream source, int most, Supplier<AsyncContext> async) {
        this.source = source;
        this.most = most;
        this.async = async;
    }

    /**
     * Reads the beginning ahead, and one byte more, which tells whether there are more. Nothing that the application
     * reads without blocking is read ahead.
     */
    void look() throws IOException {
        looked = true;
        while (!listening && !ended && !lost && count <= most) {
            grow(most + 1);
            int read = source.read(seen, count, most + 1 - count);
            ended = read < 0;
            count += Math.max(0, read);
        }
        ended |= listening && source.isFinished();
    }

    /** Whether {@link #beginning} is the whole body. */
    boolean isWhole() {
        return ended && !lost && count <= most;
    }

    /** What is kept. */
    byte[] beginning() {
        return Arrays.copyOf(seen, count);
    }

    private void grow(int needed) {
        if (seen.length < needed) {
            seen = Arrays.copyOf(seen, Math.min(most + 1, Math.max(needed, 2 * seen.length)));
        }
    }

    private boolean isReplaying() {
        return given < count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int read = read(one, 0, 1);
        return read < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (isReplaying()) {
            int replayed = Math.min(length, count - given);
            System.arraycopy(seen, given, target, offset, replayed);
            given += replayed;
            return replayed;
        }
        if (ended) {
            return length == 0 ? 0 : -1;
        }
        int read = source.read(target, offset, length);
        ended = read < 0;
        if (read > 0) {
            keep(target, offset, read);
        }
        return read;
    }

    private void keep(byte[] target, int offset, int read) {
        if (lost || read > most - count) {
            lost = true;
            seen = NOTHING;
            count = 0;
            given = 0;
        } else {
            grow(count + read);
            System.arraycopy(target, offset, seen, count, read);
            count += read;
            given = count;
        }
    }

    @Override
    public int available() throws IOException {
        return isReplaying() || ended ? count - given : source.available();
    }

    @Override
    public boolean isFinished() {
        return !isReplaying() && (ended || source.isFinished());
    }

    @Override
    public boolean isReady() {
        return isReplaying() || (looked && ended) || source.isReady();
    }

    /**
     * Calls {@code listener} as the container would. It has no reason to do so itself where the whole body was read
     * ahead: then the listener is called on a thread of the asynchronous context.
     */
    @Override
    public void setReadListener(ReadListener listener) {
        Objects.requireNonNull(listener, "listener");
        listening = true;
        if (!looked) {
            source.setReadListener(listener);
        } else if (ended) {
            async.get().start(new Replay(listener)::all);
        } else {
            source.setReadListener(new Replay(listener));
        }
    }

    @Override
    public void close() throws IOException {
        given = count;
        source.close();
    }

    /** Passes events on, and lets the beginning be read before the end is told. */
    private final class Replay implements ReadListener {

        private final ReadListener listener;

        Replay(ReadListener listener) {
            this.listener = listener;
        }

        void all() {
            try {
                onAllDataRead();
            } catch (IOException | RuntimeException e) {
                onError(e);
            }
        }

        @Override
        public void onDataAvailable() throws IOException {
            listener.onDataAvailable();
        }

        @Override
        public void onAllDataRead() throws IOException {
            if (isReplaying()) {
                listener.onDataAvailable();
            }
            if (!isReplaying()) {
                listener.onAllDataRead();
            }
        }

        @Override
        public void onError(Throwable failure) {
            listener.onError(failure);
        }
    }
}
