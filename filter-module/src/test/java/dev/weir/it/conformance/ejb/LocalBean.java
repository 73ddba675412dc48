package dev.weir.it.conformance.ejb;

import dev.weir.RateLimited;
import jakarta.ejb.Stateless;

/** A bean behind an interface. */
@Stateless
public class LocalBean implements LocalView {

    @Override
    @RateLimited(limit = "1/1h")
    public String limited() {
        return "local";
    }

    @Override
    public String free() {
        return "free";
    }
}
