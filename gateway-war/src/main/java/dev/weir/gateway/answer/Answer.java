package dev.weir.gateway.answer;

import dev.weir.gateway.error.ApiError;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** The body of an answer on its way from an upstream to a client. Used by one thread at a time. */
public interface Answer {

    /** Where an answer is. */
    enum Progress {
        /** More of it comes. */
        GOES_ON,
        /** What it has used is known; the rest of its bytes may come. */
        KNOWN,
        /** It is whole: what the upstream still sends is of no interest. */
        WHOLE,
        /** It has reached its cap; the upstream is not to send any more. */
        CUT,
        /** The upstream has told the client of a failure of its own. */
        FAILED
    }

    /** Takes a part of what the upstream sends; {@code client} gets what is to be sent on. */
    Progress take(List<ByteBuffer> part, Consumer<ByteBuffer> client) throws BrokenAnswerException;

    /** The upstream has sent all; returns whether that is a whole answer. */
    boolean end(Consumer<ByteBuffer> client);

    /** Tells the client that no more comes; returns false if there is no way to do that in the answer. */
    boolean fail(ApiError error, Consumer<ByteBuffer> client);

    /** Whether the client may get a comment when there is nothing else. */
    boolean takesComments();

    /**
     * What the request has used.
     *
     * @param isWhole whether the upstream has said all that it had to say
     */
    Settlement settlement(boolean isWhole);
}
