package dev.weir.outbound.retry;

import dev.weir.outbound.remote.BodyPrefix;
import dev.weir.outbound.remote.Fields;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.client.ResponseProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An answer of a JAX-RS client. Its body can be looked at if it is buffered, if its stream can be set back, or if it
 * says that it is short. This class is used only where JAX-RS is there.
 */
final class JaxRsView implements AnswerView {

    private final Response response;
    private Optional<InputStream> marked = Optional.empty();

    private JaxRsView(Response response) {
        this.response = response;
    }

    static Optional<AnswerView> ofResult(Object result) {
        return result instanceof Response response ? Optional.of(new JaxRsView(response)) : Optional.empty();
    }

    static Optional<AnswerView> ofException(Throwable thrown) {
        if (thrown instanceof WebApplicationException exception) {
            return Optional.of(new JaxRsView(exception.getResponse()));
        }
        return thrown instanceof ResponseProcessingException exception
                ? Optional.of(new JaxRsView(exception.getResponse()))
                : Optional.empty();
    }

    static boolean wrapsCause(Throwable thrown) {
        return thrown instanceof ProcessingException;
    }

    @Override
    public int status() {
        return response.getStatus();
    }

    @Override
    public Fields fields() {
        return Fields.of(response.getStringHeaders());
    }

    @Override
    public Optional<String> method() {
        return Optional.empty();
    }

    @Override
    public Optional<BodyPrefix> body(int maxBytes) {
        return entity(maxBytes).map(stream -> new BodyPrefix(stream, maxBytes));
    }

    private Optional<InputStream> entity(int maxBytes) {
        try {
            if (response.getLength() > 0 && response.getLength() <= maxBytes) {
                // a client buffers the whole body or nothing: only one that says how short it is
                boolean unused = response.bufferEntity();
            }
            Object entity = response.hasEntity() ? response.getEntity() : "";
            if (entity instanceof byte[] bytes) {
                return Optional.of(new ByteArrayInputStream(bytes));
            }
            if (entity instanceof String text) {
                String prefix = text.substring(0, Math.min(text.length(), maxBytes));
                return Optional.of(new ByteArrayInputStream(prefix.getBytes(StandardCharsets.UTF_8)));
            }
            if (entity instanceof InputStream stream && stream.markSupported()) {
                stream.mark(maxBytes + 1);
                marked = Optional.of(stream);
                return marked;
            }
        } catch (IllegalStateException | ProcessingException e) {
            // it has been read and closed
        }
        return Optional.empty();
    }

    @Override
    public void looked() {
        marked.ifPresent(stream -> {
            try {
                stream.reset();
            } catch (IOException e) {
                throw new ProcessingException("the body of an answer could not be set back", e);
            }
        });
        marked = Optional.empty();
    }

    @Override
    public void discard() {
        try {
            response.close();
        } catch (ProcessingException e) {
            // the answer is not wanted any more
        }
    }
}
