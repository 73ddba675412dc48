package dev.weir.gateway.answer;

import dev.weir.gateway.error.ApiError;
import dev.weir.gateway.upstream.FieldScanner;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** An answer in one JSON object, which passes byte for byte while its usage is read. */
final class WholeAnswer implements Answer {

    private final FieldScanner scanner = new FieldScanner("usage");

    @Override
    public Progress take(List<ByteBuffer> part, Consumer<ByteBuffer> client) {
        for (ByteBuffer bytes : part) {
            scanner.look(bytes);
            client.accept(bytes);
        }
        return scanner.isComplete() ? Progress.KNOWN : Progress.GOES_ON;
    }

    @Override
    public boolean end(Consumer<ByteBuffer> client) {
        return true;
    }

    @Override
    public boolean fail(ApiError error, Consumer<ByteBuffer> client) {
        return false;
    }

    @Override
    public boolean takesComments() {
        return false;
    }

    @Override
    public Settlement settlement(boolean isWhole) {
        return scanner.value()
                .flatMap(Usage::of)
                .<Settlement>map(Settlement.Used::new)
                .orElseGet(Settlement.Kept::new);
    }
}
