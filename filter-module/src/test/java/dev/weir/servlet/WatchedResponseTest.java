package dev.weir.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What is written to a client that has gone fails, and that ends the response where the container does not tell it. */
class WatchedResponseTest {

    private final List<Integer> told = new ArrayList<>();
    private final List<FutureTask<?>> later = new ArrayList<>();
    private final HttpServletResponse response = new HttpServletResponseWrapper(ResponseEndTest.response(200)) {
        @Override
        public ServletOutputStream getOutputStream() {
            return new Broken();
        }
    };
    private final ResponseEnd end =
            new ResponseEnd(response, (status, broken) -> told.add(broken ? status.orElse(-1) : 0), (millis, task) -> {
                FutureTask<?> timed = new FutureTask<>(task, null);
                later.add(timed);
                return timed;
            });
    private final WatchedResponse watched = new WatchedResponse(response, end);

    /** The stream to a client that has gone. */
    private static final class Broken extends ServletOutputStream {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            listener.onError(new IOException("gone"));
        }

        @Override
        public void write(int one) throws IOException {
            throw new IOException("gone");
        }
    }

    private void runLater() {
        end.left(ResponseEndTest.silent(0), true);
        assertThat(told).isEmpty();
        later.forEach(FutureTask::run);
    }

    @Test
    void write_clientHasGone_endsTheResponse() {
        assertThatThrownBy(() -> watched.getOutputStream().write(new byte[] {1, 2}))
                .hasMessage("gone");
        runLater();
        assertThat(told).containsExactly(200);
    }

    @Test
    void setWriteListener_clientHasGone_isToldAndEndsTheResponse() throws IOException {
        List<String> errors = new ArrayList<>();
        watched.getOutputStream().setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() {
                errors.add("none");
            }

            @Override
            public void onError(Throwable failure) {
                errors.add(failure.getMessage());
            }
        });
        runLater();
        assertThat(told).containsExactly(200);
        assertThat(errors).containsExactly("gone");
    }

    /** Flushes a response that throws, and returns from the filters. */
    private void flush(RuntimeException failure, boolean committed) {
        HttpServletResponse throwing = new HttpServletResponseWrapper(response) {
            @Override
            public void flushBuffer() {
                throw failure;
            }

            @Override
            public boolean isCommitted() {
                return committed;
            }
        };
        ResponseEnd ofThrowing = new ResponseEnd(throwing, (status, broken) -> told.add(0), (millis, task) -> {
            FutureTask<?> timed = new FutureTask<>(task, null);
            later.add(timed);
            return timed;
        });
        assertThatThrownBy(new WatchedResponse(throwing, ofThrowing)::flushBuffer)
                .isSameAs(failure);
        ofThrowing.left(ResponseEndTest.silent(0), true);
    }

    @Test
    void flushBuffer_mistakeOfTheApplication_endsNothing() {
        flush(new IllegalStateException("not ready"), false);
        assertThat(later).isEmpty();
    }

    @Test
    void flushBuffer_responseOnItsWayIsTakenBack_endsTheResponse() {
        flush(new IllegalStateException("recycled"), true);
        assertThat(later).hasSize(1);
    }

    @Test
    void getOutputStream_again_isTheSame() throws IOException {
        assertThat(watched.getOutputStream()).isSameAs(watched.getOutputStream());
    }
}
