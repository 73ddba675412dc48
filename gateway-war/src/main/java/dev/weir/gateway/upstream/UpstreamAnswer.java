package dev.weir.gateway.upstream;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Flow;

/**
 * The head of an answer, and its body.
 *
 * @param length of the body, if the head says it
 * @param fields that a client may see, by their names in lower case: {@code retry-after} and its like
 * @param body for one subscriber, which asks for as much as it has room for; to cancel the subscription closes the
 *     connection. Its end may be signalled while another thread still delivers a part
 */
public record UpstreamAnswer(
        int status,
        Optional<String> contentType,
        OptionalLong length,
        Map<String, String> fields,
        Flow.Publisher<List<ByteBuffer>> body) {

    public UpstreamAnswer {
        fields = Map.copyOf(fields);
    }

    /** The same with another body. */
    UpstreamAnswer with(Flow.Publisher<List<ByteBuffer>> other) {
        return new UpstreamAnswer(status, contentType, length, fields, other);
    }

    /** Closes the connection without reading the body. */
    public void discard() {
        body.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.cancel();
            }

            @Override
            public void onNext(List<ByteBuffer> part) {
                // unwanted
            }

            @Override
            public void onError(Throwable failure) {
                // unwanted
            }

            @Override
            public void onComplete() {
                // unwanted
            }
        });
    }
}
