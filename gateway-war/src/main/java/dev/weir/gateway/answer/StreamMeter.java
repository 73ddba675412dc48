package dev.weir.gateway.answer;

import dev.weir.gateway.request.Endpoint;
import dev.weir.gateway.token.DeliveredTokens;
import dev.weir.gateway.upstream.JsonText;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the events of a stream, and says what becomes of each. Used by one thread at a time. */
final class StreamMeter {

    /** What becomes of an event. */
    enum Fate {
        /** The client gets it as it is. */
        PASS,
        /** The client does not get it. */
        DROP,
        /** The client does not get it, and the stream ends: it is beyond the cap. */
        CUT,
        /** The client gets it as the last: the upstream has failed. */
        ERROR
    }

    private final StreamLimits limits;
    private final DeliveredTokens delivered;
    private final BitSet finished = new BitSet();
    private Optional<Usage> usage = Optional.empty();
    /** What the first choice had when {@link #usage} came. */
    private long madeAtUsage;
    /** Whether the usage is that of the whole answer: running ones can be of one choice. */
    private boolean isUsageFinal;

    private boolean isUsageSent;
    private @Nullable JsonObject last;

    StreamMeter(StreamLimits limits, DeliveredTokens delivered) {
        this.limits = limits;
        this.delivered = delivered;
    }

    Fate look(Chunk chunk) throws BrokenAnswerException {
        if (chunk.isError()) {
            return Fate.ERROR;
        }
        if (chunk.usage().isPresent()) {
            usage = chunk.usage();
        }
        if (chunk.choices().isEmpty()) {
            return ofUsage(chunk);
        }
        last = chunk.json();
        for (Chunk.Choice choice : chunk.choices()) {
            if (choice.index() < 0 || choice.index() >= limits.choices()) {
                throw new BrokenAnswerException("an event has a choice that was not asked for: " + choice.index());
            }
        }
        boolean isWithin = add(chunk);
        if (chunk.usage().isPresent()) {
            madeAtUsage = delivered.made(0);
        }
        return isWithin ? Fate.PASS : Fate.CUT;
    }

    private Fate ofUsage(Chunk chunk) {
        isUsageFinal = isUsageFinal || chunk.usage().isPresent();
        if (!limits.includeUsage() || isUsageSent || chunk.usage().isEmpty()) {
            return Fate.DROP;
        }
        isUsageSent = true;
        return Fate.PASS;
    }

    /** Counts what a chunk brings, if all of it is within the cap. */
    private boolean add(Chunk chunk) {
        for (Chunk.Choice choice : chunk.choices()) {
            delivered.add(choice.index(), choice.texts());
            if (!choice.texts().isEmpty() && isOver(choice.index())) {
                return false;
            }
            if (choice.isFinished()) {
                finished.set(choice.index());
            }
        }
        return true;
    }

    private boolean isOver(int choice) {
        boolean isExact = limits.choices() == 1
                && usage.map(used -> used.completionTokens() > limits.cap()).orElse(false);
        return isExact || delivered.parts(choice) > limits.cap() || delivered.isBeyond(choice, limits.cap());
    }

    /** Whether each choice has ended. */
    boolean isFinished() {
        return finished.cardinality() >= limits.choices();
    }

    /**
     * What the upstream says of the whole answer. One that says it with the last text alone has to be whole, and of one
     * choice.
     */
    Optional<Usage> usage(boolean isWhole) {
        return isUsageFinal || (isWhole && limits.choices() == 1) ? usage : Optional.empty();
    }

    /** What the client got, as far as can be known: what the upstream said last, and what came after that. */
    Usage delivered() {
        return usage.map(running -> new Usage(running.promptTokens(), delivered(running.completionTokens())))
                .orElseGet(() -> new Usage(limits.promptTokens(), made()));
    }

    /** One that is below the parts is no count yet; of several choices it can be that of one alone. */
    private long delivered(long running) {
        if (limits.choices() > 1) {
            return Math.max(made(), running);
        }
        long now = running + delivered.made(0) - madeAtUsage;
        return Math.max(running, Math.min(limits.cap(), Math.max(now, delivered.parts(0))));
    }

    private long made() {
        long tokens = 0;
        for (int i = 0; i < limits.choices(); i++) {
            tokens += Math.min(limits.cap(), delivered.made(i));
        }
        return tokens;
    }

    /** Ends each choice that has not ended, because it has reached the cap. */
    String lastChunk() {
        boolean chat = limits.endpoint() == Endpoint.CHAT;
        JsonArrayBuilder choices = JsonText.JSON.createArrayBuilder();
        for (int i = 0; i < limits.choices(); i++) {
            if (!finished.get(i)) {
                JsonObjectBuilder choice = JsonText.JSON.createObjectBuilder().add("index", i);
                choices.add((chat ? choice.add("delta", JsonValue.EMPTY_JSON_OBJECT) : choice.add("text", ""))
                        .addNull("logprobs")
                        .add("finish_reason", "length"));
            }
        }
        return head().add("choices", choices).build().toString();
    }

    /** The event with the usage, if the client waits for it and the upstream has not sent it. */
    Optional<String> missingUsage() {
        if (!limits.includeUsage() || isUsageSent) {
            return Optional.empty();
        }
        isUsageSent = true;
        Usage used = usage(true).orElseGet(this::delivered);
        return Optional.of(head().add("choices", JsonValue.EMPTY_JSON_ARRAY)
                .add(
                        "usage",
                        JsonText.JSON
                                .createObjectBuilder()
                                .add("prompt_tokens", used.promptTokens())
                                .add("completion_tokens", used.completionTokens())
                                .add("total_tokens", used.promptTokens() + used.completionTokens()))
                .build()
                .toString());
    }

    /** What all chunks of a stream have in common. */
    private JsonObjectBuilder head() {
        JsonObjectBuilder head = JsonText.JSON.createObjectBuilder();
        JsonObject from = last;
        if (from != null) {
            for (String name : new String[] {"id", "object", "created", "model"}) {
                JsonValue value = from.get(name);
                if (value != null) {
                    head.add(name, value);
                }
            }
        }
        return head;
    }
}
