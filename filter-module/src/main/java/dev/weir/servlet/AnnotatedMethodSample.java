package dev.weir.servlet;

import dev.weir.RateLimited;

/**
 * A class with the annotation on a method only: a container that reports this class reports all such classes; Tomcat
 * does not.
 */
final class AnnotatedMethodSample {

    @RateLimited
    void annotated() {}
}
