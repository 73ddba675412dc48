package dev.weir.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Closes parts in the reverse order of their opening. Each step runs once, whether or not the steps before it failed.
 * Safe for use by many threads.
 *
 * <p>A step is created when its part is opened. An application that is ending may no longer be able to load a class or
 * to link a lambda; a step that cannot be created would prevent all later steps.
 */
public final class Shutdown implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Shutdown.class.getName());

    private static final String CANNOT_CLOSE = "cannot close ";

    /** Guarded by this object. */
    private final Deque<Step> steps = new ArrayDeque<>();

    private record Step(String part, AutoCloseable close) {}

    /** Adds a step that runs before all steps added earlier. */
    public synchronized void add(String part, AutoCloseable close) {
        steps.addLast(new Step(part, close));
    }

    private synchronized Optional<Step> last() {
        return Optional.ofNullable(steps.pollLast());
    }

    @Override
    public void close() {
        for (Optional<Step> step = last(); step.isPresent(); step = last()) {
            try {
                step.get().close.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception | Error e) {
                // not by the + operator, which would be linked now
                LOG.log(System.Logger.Level.WARNING, CANNOT_CLOSE.concat(step.get().part), e);
            }
        }
    }
}
