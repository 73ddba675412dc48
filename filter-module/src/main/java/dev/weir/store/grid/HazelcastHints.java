package dev.weir.store.grid;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import com.hazelcast.topic.MessageListener;
import dev.weir.lifecycle.Threads;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes hints on to the other instances, by a topic of Hazelcast. What travels is a text, and other members learn of a
 * listener by the address of its member alone: one without Weir can be among them. Safe for use by many threads.
 *
 * <p>All that is asked of Hazelcast is asked on one thread, in turn. It can wait: to add or to remove a listener waits
 * for every member, and one message in 100,000 for its receiver. As long as it waits, hints are lost.
 */
final class HazelcastHints implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(HazelcastHints.class.getName());

    private static final String TOPIC = Retention.SCHEMA + "hints";
    private static final int MOST_UNSENT = 100;
    private static final long END_MILLIS = 1_000;

    private final Receiver receiver = new Receiver();
    private final Semaphore room = new Semaphore(MOST_UNSENT);
    private final ExecutorService thread = Threads.daemons("weir-grid-hints", 1, Integer.MAX_VALUE);
    /** Made in time: an application that ends may no longer be able to load a class. */
    private final Runnable removal = new Removal();

    /** Used on the thread only. */
    private @Nullable Registration registration;

    /** Passes on {@code text}, or loses it. */
    void send(HazelcastInstance instance, String text) {
        if (room.tryAcquire() && !submit(() -> publish(instance, text))) {
            room.release();
        }
    }

    /** Lets {@code listener} hear what others send through the cluster of {@code instance}. */
    void listen(HazelcastInstance instance, Consumer<String> listener) {
        receiver.listener = Optional.of(listener);
        move(instance);
    }

    /** Listens to {@code instance} in place of the one before, which has ended. */
    void move(HazelcastInstance instance) {
        if (receiver.listener.isPresent()) {
            var unused = submit(() -> register(instance));
        }
    }

    private boolean submit(Runnable task) {
        try {
            thread.execute(task);
            return true;
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.DEBUG, "no thread for hints, or they have ended", e);
            return false;
        }
    }

    private void publish(HazelcastInstance instance, String text) {
        try {
            // also if this was closed since: that an instance leaves is the last that it says
            instance.<String>getTopic(TOPIC).publish(receiver.id + text);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.DEBUG, "a hint is lost", e);
        } finally {
            room.release();
        }
    }

    private void register(HazelcastInstance instance) {
        try {
            if (!receiver.closed && (registration == null || registration.instance() != instance)) {
                ITopic<String> topic = instance.getTopic(TOPIC);
                registration = new Registration(instance, topic, topic.addMessageListener(receiver));
            }
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.DEBUG, "no hints are heard", e);
        }
    }

    private void remove() {
        Registration known = registration;
        if (known != null) {
            registration = null;
            known.remove();
        }
    }

    /**
     * From now on nothing is heard, and only sent what waits for it. Waits for at most a second: the thread is not
     * interrupted, because a listener that is just being added could not be removed then.
     */
    @Override
    public void close() {
        receiver.closed = true;
        try {
            thread.execute(removal);
            thread.shutdown();
            var unused = thread.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The listener as Hazelcast knows it. */
    private record Registration(HazelcastInstance instance, ITopic<String> topic, UUID id) {

        void remove() {
            if (instance.getLifecycleService().isRunning()) {
                topic.removeMessageListener(id);
            }
        }
    }

    private final class Removal implements Runnable {

        @Override
        public void run() {
            try {
                remove();
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.DEBUG, "the listener to hints cannot be removed", e);
            }
        }
    }

    /** Called on threads of Hazelcast, which belong to no application. */
    private static final class Receiver implements MessageListener<String> {

        /** Of this grid: several applications can use the same member. */
        private final String id = UUID.randomUUID().toString();

        private volatile Optional<Consumer<String>> listener = Optional.empty();
        private volatile boolean closed;

        @Override
        public void onMessage(Message<String> message) {
            String text = message.getMessageObject();
            if (closed || text.length() < id.length() || text.startsWith(id)) {
                return;
            }
            try {
                listener.ifPresent(each -> each.accept(text.substring(id.length())));
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.DEBUG, "a hint was not understood", e);
            }
        }
    }
}
