package dev.weir.store;

import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * What instances tell each other about themselves, for those who operate them: texts that are dropped a minute after
 * their last change, and short messages. No method but {@link #counters} waits. Safe for use by many threads.
 */
public interface SharedReports extends SharedEntries {

    /**
     * A member of the cluster. Immutable.
     *
     * @param id tells it from others, and is another one after a restart
     * @param address host and port
     * @param self whether it is that of this instance
     */
    record Member(String id, String address, boolean self) {}

    /** The members at present; empty if the store has none that it knows by name. */
    List<Member> members();

    /** Passes on {@code message} to the other instances, of other applications too, at once, or loses it. */
    void send(String message);

    /** Sets the listener to what others {@linkplain #send send}; it is called on any thread and must not block. */
    void onMessage(Consumer<String> listener);

    /**
     * Sets the listener to counters that other instances have reset or given permits back to, by the text under which
     * they are stored; an empty text stands for all. It is called on any thread and must not block.
     */
    void onCounterChange(Consumer<String> listener);

    /**
     * The texts under which all counters of the store are stored, of all applications, in pages of {@code page}. To go
     * on to the next one can wait for the cluster: for a thread that no request needs.
     */
    Iterator<String> counters(int page);
}
