package dev.weir.it.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** Lists its classes, as many applications do; Weir is not among them. */
@ApplicationPath("api")
public class Api extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(MethodsResource.class, TypeResource.class, ThroughResource.class);
    }
}
