package dev.weir.outbound.retry;

import dev.weir.outbound.remote.BodyPrefix;
import dev.weir.outbound.remote.Fields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An answer of the client of the JDK. Its body can be looked at if it is a text, an array, or
 * {@linkplain StreamedResponse prepared}. */
record HttpResponseView(HttpResponse<?> response) implements AnswerView {

    @Override
    public int status() {
        return response.statusCode();
    }

    @Override
    public Fields fields() {
        return Fields.of(response.headers().map());
    }

    @Override
    public Optional<String> method() {
        return Optional.of(response.request().method());
    }

    @Override
    public Optional<BodyPrefix> body(int maxBytes) {
        if (response instanceof StreamedResponse streamed) {
            return Optional.of(streamed.prefix());
        }
        Object body = response.body();
        if (body instanceof byte[] bytes) {
            return Optional.of(new BodyPrefix(new ByteArrayInputStream(bytes), maxBytes));
        }
        if (body instanceof String text) {
            // a character is a byte or more: as many bytes do not need more characters
            byte[] bytes = text.substring(0, Math.min(text.length(), maxBytes)).getBytes(StandardCharsets.UTF_8);
            return Optional.of(new BodyPrefix(new ByteArrayInputStream(bytes), maxBytes));
        }
        return Optional.empty();
    }

    /** Closes a body that is a stream: its connection is held until then. */
    @Override
    public void discard() {
        if (response.body() instanceof InputStream stream) {
            try {
                stream.close();
            } catch (IOException | UncheckedIOException e) {
                // the answer is not wanted any more
            }
        }
    }
}
