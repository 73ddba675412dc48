package dev.weir.gateway.answer;

import dev.weir.gateway.error.ApiError;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** An answer by which an upstream refuses a request; it passes byte for byte and costs nothing. */
final class RejectedAnswer implements Answer {

    @Override
    public Progress take(List<ByteBuffer> part, Consumer<ByteBuffer> client) {
        part.forEach(client);
        return Progress.GOES_ON;
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
        return new Settlement.Cancelled();
    }
}
