package dev.weir.runtime;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The namespace that distinguishes the counters of this application from those of others. Safe for use by many threads.
 */
final class Namespace implements Supplier<String> {

    private final Optional<String> configured;
    private volatile String value;
    private volatile boolean known;

    Namespace(Optional<String> configured, Deployment deployment) {
        this.configured = configured;
        this.value = configured.orElseGet(deployment::namespace);
        this.known = !deployment.equals(Deployment.UNKNOWN);
    }

    /**
     * Sets the namespace of an application that used Weir before its servlets were initialized; a name that is set
     * already is kept.
     */
    synchronized void deployedAs(Deployment deployment) {
        if (!known) {
            value = configured.orElseGet(deployment::namespace);
            known = true;
        }
    }

    @Override
    public String get() {
        return value;
    }
}
