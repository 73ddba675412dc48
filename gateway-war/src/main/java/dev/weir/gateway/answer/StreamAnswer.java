package dev.weir.gateway.answer;

import dev.weir.gateway.error.ApiError;
import dev.weir.gateway.error.ErrorBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An answer in events. */
final class StreamAnswer implements Answer {

    private final EventReader reader = new EventReader();
    private final StreamMeter meter;
    private boolean ended;

    StreamAnswer(StreamMeter meter) {
        this.meter = meter;
    }

    @Override
    public Progress take(List<ByteBuffer> part, Consumer<ByteBuffer> client) throws BrokenAnswerException {
        for (ByteBuffer bytes : part) {
            Optional<Event> event = reader.next(bytes);
            while (event.isPresent()) {
                Progress progress = take(event.get(), client);
                if (progress != Progress.GOES_ON) {
                    ended = true;
                    return progress;
                }
                event = reader.next(bytes);
            }
        }
        return Progress.GOES_ON;
    }

    private Progress take(Event event, Consumer<ByteBuffer> client) throws BrokenAnswerException {
        if (event.isDone()) {
            finish(client);
            return Progress.WHOLE;
        }
        if (event.data().isEmpty()) {
            client.accept(ByteBuffer.wrap(event.raw()));
            return Progress.GOES_ON;
        }
        Chunk chunk = Chunk.of(event.data());
        return switch (meter.look(chunk)) {
            case PASS -> {
                client.accept(ByteBuffer.wrap(event.raw()));
                yield Progress.GOES_ON;
            }
            case DROP -> Progress.GOES_ON;
            case ERROR -> {
                client.accept(ByteBuffer.wrap(event.raw()));
                client.accept(Event.of(Event.DONE));
                yield Progress.FAILED;
            }
            case CUT -> {
                client.accept(Event.of(meter.lastChunk()));
                finish(client);
                yield Progress.CUT;
            }
        };
    }

    /** The client gets one event with the usage if it has asked for that, and then the end. */
    private void finish(Consumer<ByteBuffer> client) {
        meter.missingUsage().ifPresent(data -> client.accept(Event.of(data)));
        client.accept(Event.of(Event.DONE));
    }

    @Override
    public boolean end(Consumer<ByteBuffer> client) {
        if (ended || !meter.isFinished()) {
            return ended;
        }
        ended = true;
        finish(client);
        return true;
    }

    @Override
    public boolean fail(ApiError error, Consumer<ByteBuffer> client) {
        if (!ended) {
            ended = true;
            client.accept(Event.of(new String(ErrorBody.of(error), StandardCharsets.UTF_8)));
            client.accept(Event.of(Event.DONE));
        }
        return true;
    }

    @Override
    public boolean takesComments() {
        return true;
    }

    @Override
    public Settlement settlement(boolean isWhole) {
        Optional<Usage> usage = meter.usage(isWhole);
        if (usage.isPresent()) {
            return new Settlement.Used(usage.get());
        }
        return isWhole ? new Settlement.Kept() : new Settlement.Used(meter.delivered());
    }
}
