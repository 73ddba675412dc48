package dev.weir.it.rest;

import dev.weir.RateLimited;
import jakarta.enterprise.context.ApplicationScoped;

/** A bean behind a resource. */
@ApplicationScoped
public class Innermost {

    @RateLimited("same")
    public String same() {
        return "same";
    }

    @RateLimited("closed")
    public String closed() {
        return "never";
    }
}
