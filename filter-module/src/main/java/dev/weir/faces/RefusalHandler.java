package dev.weir.faces;

import dev.weir.RateLimitExceededException;
import jakarta.faces.FacesException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.event.ExceptionQueuedEvent;

/**
 * Throws a refusal that a bean threw out of Faces, so that Weir's filter answers it and gives back what it took. Otherwise
 * Faces would write a page with status 500 in its Development stage, and a response with status 200 to its script.
 */
final class RefusalHandler extends ExceptionHandlerWrapper {

    RefusalHandler(ExceptionHandler wrapped) {
        super(wrapped);
    }

    @Override
    public void handle() {
        for (ExceptionQueuedEvent event : getUnhandledExceptionQueuedEvents()) {
            Throwable each = event.getContext().getException();
            while (each != null && each.getCause() != each) {
                if (each instanceof RateLimitExceededException) {
                    throw new FacesException(each);
                }
                each = each.getCause();
            }
        }
        super.handle();
    }
}
