package dev.weir.it.conformance.ejb;

import dev.weir.RateLimited;
import jakarta.ejb.Singleton;

/** The same, one for all. */
@Singleton
public class SingletonBean {

    @RateLimited(limit = "1/1h")
    public String limited() {
        return "singleton";
    }

    public String free() {
        return "free";
    }
}
