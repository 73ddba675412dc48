package dev.weir.it.conformance.ejb;

import dev.weir.RateLimited;
import jakarta.ejb.Stateful;

/** The same, one for each client. */
@Stateful
public class StatefulBean {

    @RateLimited(limit = "1/1h")
    public String limited() {
        return "stateful";
    }

    public String free() {
        return "free";
    }
}
