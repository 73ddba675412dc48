package dev.weir.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What has to be closed, the last that was opened first. Each step is run whatever becomes of the others, and once. Safe for use
 * by many threads.
 *
 * <p>A step is made when its part is opened: an application that ends may be unable to load a class or to link a lambda by
 * then, and a step that cannot even be made would keep the others from being run.
 */
public final class Shutdown implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Shutdown.class.getName());

    private static final String CANNOT_CLOSE = "cannot close ";

    /** Guarded by this object. */
    private final Deque<Step> steps = new ArrayDeque<>();

    private record Step(String part, AutoCloseable close) {}

    /** From now on {@code close} ends {@code part}, before anything that was added earlier. */
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
                // not concatenated: that would be linked now
                LOG.log(System.Logger.Level.WARNING, CANNOT_CLOSE.concat(step.get().part), e);
            }
        }
    }
}
