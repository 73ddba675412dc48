package dev.weir.servlet;

import dev.weir.RateLimited;

/** A class that has the annotation on a method alone: containers that report it report all of them, Tomcat does not. */
final class AnnotatedMethodSample {

    @RateLimited
    void annotated() {}
}
