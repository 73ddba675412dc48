package dev.weir.cdi;

import dev.weir.reply.ThrownRefusal;
import jakarta.faces.FacesException;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ExceptionQueuedEvent;
import jakarta.faces.event.SystemEventListener;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Throws refusals out of Jakarta Faces, so that Weir's filter answers them and refunds what was charged. Faces queues
 * the exceptions of beans. It would write a page with status 500 in its Development stage, and a response with status
 * 200 to its script. If the application has an exception handler, that one answers. Safe for use by many threads.
 *
 * <p>A proxy, without Faces types in any signature: if a class in the jar is a listener, an exception handler or the
 * factory of one, Payara starts Faces in every application.
 */
final class QueuedRefusals implements InvocationHandler {

    private static final String ATTRIBUTE = "dev.weir.queued-refusals";

    private QueuedRefusals() {}

    /**
     * Registers a listener with the Faces application whose request this thread serves, if there is one. Called before
     * a refusal is thrown.
     */
    static void expect() {
        FacesContext context = FacesContext.getCurrentInstance();
        if (context != null && context.getExternalContext().getApplicationMap().put(ATTRIBUTE, true) == null) {
            Object listener = Proxy.newProxyInstance(
                    QueuedRefusals.class.getClassLoader(),
                    new Class<?>[] {SystemEventListener.class},
                    new QueuedRefusals());
            context.getApplication().subscribeToEvent(ExceptionQueuedEvent.class, (SystemEventListener) listener);
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "isListenerForSource" -> true;
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> QueuedRefusals.class.getName();
            default -> process(arguments[0]);
        };
    }

    /** @return null, as a method without a result */
    private static @Nullable Object process(Object event) {
        if (event instanceof ExceptionQueuedEvent queued) {
            Throwable thrown = queued.getContext().getException();
            FacesContext context = queued.getContext().getContext();
            boolean handledByFaces = family(context.getExceptionHandler()).equals(family(context));
            if (handledByFaces && ThrownRefusal.in(thrown).isPresent()) {
                // Faces calls the handler once more on the way out, and the handler writes a page for each exception it
                // finds
                Iterator<ExceptionQueuedEvent> handled = context.getExceptionHandler()
                        .getUnhandledExceptionQueuedEvents()
                        .iterator();
                while (handled.hasNext()) {
                    if (handled.next().getContext() == queued.getContext()) {
                        handled.remove();
                    }
                }
                throw new FacesException(thrown);
            }
        }
        return null;
    }

    /**
     * The implementation to which {@code part} belongs, such as {@code com.sun.faces} or {@code org.apache.myfaces}.
     */
    private static String family(Object part) {
        String[] names = part.getClass().getName().split("\\.", 4);
        return names.length < 4 ? part.getClass().getName() : names[0] + '.' + names[1] + '.' + names[2];
    }
}
