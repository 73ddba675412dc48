package dev.weir.gateway.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalLong;

/** Where an answer goes. Used by one thread at a time. */
public interface ClientOutput {

    /**
     * From now on {@code events} is told when there is room again, and when the client is gone, by any thread, also
     * before this returns.
     */
    void listen(Events events);

    /** Begins the answer, whose events are listened to. */
    void begin(Head head) throws IOException;

    /** Whether there is room; if not, {@link Events#writable} follows. Without room nothing may be written. */
    boolean isReady();

    /** Writes all of {@code part}. */
    void write(ByteBuffer part) throws IOException;

    /** Sends what was written. */
    void flush() throws IOException;

    /** Ends the answer: it is whole. */
    void complete();

    /** Ends the answer so that the client sees that it is not whole, where the server allows to close a connection. */
    void abort();

    /** What happens to an output. */
    interface Events {

        /** There may be room again. */
        void writable();

        /** The client does not listen any more. */
        void gone(Throwable failure);
    }

    /**
     * The head of an answer.
     *
     * @param fields by their names
     */
    record Head(int status, String contentType, OptionalLong length, Map<String, String> fields) {

        public Head {
            fields = Map.copyOf(fields);
        }
    }
}
