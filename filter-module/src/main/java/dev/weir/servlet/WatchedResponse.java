package dev.weir.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A response of which it is known when its client has gone, because what is written fails. Where that happens in
 * server-sent events, Jersey does not complete the request, and Payara tells no listener.
 */
final class WatchedResponse extends HttpServletResponseWrapper {

    private final ResponseEnd end;
    private @Nullable ServletOutputStream watched;

    WatchedResponse(HttpServletResponse response, ResponseEnd end) {
        super(response);
        this.end = end;
    }

    /** The stream of the container that {@code stream} passes to, if it is one of this class. */
    static ServletOutputStream unwatched(ServletOutputStream stream) {
        return stream instanceof Watched watched ? watched.stream : stream;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream known = watched;
        if (known == null) {
            known = new Watched(super.getOutputStream(), end);
            watched = known;
        }
        return known;
    }

    @Override
    public void reset() {
        super.reset();
        watched = null;
    }

    @Override
    public void flushBuffer() throws IOException {
        Watched.write(super::flushBuffer, end);
    }

    /** A stream that tells {@code end} what fails. */
    private static final class Watched extends ServletOutputStream {

        private final ServletOutputStream stream;
        private final ResponseEnd end;

        Watched(ServletOutputStream stream, ResponseEnd end) {
            this.stream = stream;
            this.end = end;
        }

        /** What can fail because the client has gone. */
        @FunctionalInterface
        private interface Write {
            void run() throws IOException;
        }

        static void write(Write write, ResponseEnd end) throws IOException {
            try {
                write.run();
            } catch (IOException e) {
                end.broken();
                throw e;
            } catch (RuntimeException e) {
                // containers throw one of a response that they have taken back, or that has failed before; until it is
                // on its way it is a mistake of the application, which can still answer
                if (end.isCommitted()) {
                    end.broken();
                }
                throw e;
            }
        }

        @Override
        public void write(int one) throws IOException {
            write(() -> stream.write(one), end);
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            write(() -> stream.write(bytes), end);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            write(() -> stream.write(bytes, from, length), end);
        }

        @Override
        public void flush() throws IOException {
            write(stream::flush, end);
        }

        @Override
        public void close() throws IOException {
            write(stream::close, end);
        }

        @Override
        public boolean isReady() {
            return stream.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            stream.setWriteListener(new WriteListener() {
                @Override
                public void onWritePossible() throws IOException {
                    listener.onWritePossible();
                }

                @Override
                public void onError(Throwable failure) {
                    try {
                        listener.onError(failure);
                    } finally {
                        end.broken();
                    }
                }
            });
        }
    }
}
