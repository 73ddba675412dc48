package dev.weir.it.whole.rest;

import dev.weir.RateLimited;
import jakarta.enterprise.context.ApplicationScoped;

/** A bean that refuses every call. */
@ApplicationScoped
public class Calls {

    @RateLimited("call")
    public String refused() {
        return "never";
    }
}
