package dev.weir.outbound.retry;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The types of results that are understood as answers. */
final class AnswerViews {

    /** JAX-RS is there in an application server; elsewhere an application can go without it. */
    private static final boolean JAX_RS = isThere("jakarta.ws.rs.core.Response");

    private AnswerViews() {}

    private static boolean isThere(String type) {
        try {
            Class<?> unused = Class.forName(type, false, AnswerViews.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /**
     * The same result, but of an answer of the JDK whose body is a stream one that can be looked at.
     *
     * @param maxBytes how much is looked at
     */
    @SuppressWarnings("unchecked") // who gets an answer of the JDK does not know its class
    static <T extends @Nullable Object> T lookable(T result, int maxBytes) {
        if (result instanceof HttpResponse<?> response
                && response.getClass().getModule().equals(HttpResponse.class.getModule())
                && response.body() instanceof InputStream) {
            return (T) new StreamedResponse((HttpResponse<InputStream>) response, maxBytes);
        }
        return result;
    }

    /** The answer with which an attempt ended. */
    static Optional<AnswerView> of(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Failed<?> failed) {
            return ofException(AttemptJudge.unwrapped(failed.cause()));
        }
        Object value = ((Outcome.Returned<?>) outcome).value();
        return value == null ? Optional.empty() : ofResult(value);
    }

    private static Optional<AnswerView> ofResult(Object result) {
        if (result instanceof HttpResponse<?> response) {
            return Optional.of(new HttpResponseView(response));
        }
        return JAX_RS ? JaxRsView.ofResult(result) : Optional.empty();
    }

    /** The answer that {@code thrown} carries. */
    private static Optional<AnswerView> ofException(Throwable thrown) {
        return JAX_RS ? JaxRsView.ofException(thrown) : Optional.empty();
    }

    /** Whether {@code thrown} is how a client reports its cause, which is an input or output error. */
    static boolean wrapsCause(Throwable thrown) {
        return JAX_RS && JaxRsView.wrapsCause(thrown);
    }
}
