package dev.weir.faces;

import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;

/** Puts a {@link RefusalHandler} in front of Faces' own handler; Faces finds it by the jar's {@code faces-config.xml}. */
public final class RefusalHandlerFactory extends ExceptionHandlerFactory {

    /** A factory over that of Faces, or of a library that was there before. */
    public RefusalHandlerFactory(ExceptionHandlerFactory wrapped) {
        super(wrapped);
    }

    @Override
    public ExceptionHandler getExceptionHandler() {
        return new RefusalHandler(getWrapped().getExceptionHandler());
    }
}
