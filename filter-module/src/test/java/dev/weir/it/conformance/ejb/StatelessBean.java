package dev.weir.it.conformance.ejb;

import dev.weir.RateLimited;
import jakarta.ejb.Stateless;

/** A bean without an interface; one of its methods is limited. */
@Stateless
public class StatelessBean {

    @RateLimited(limit = "1/1h")
    public String limited() {
        return "stateless";
    }

    public String free() {
        return "free";
    }
}
