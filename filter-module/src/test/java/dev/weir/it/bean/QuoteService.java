package dev.weir.it.bean;

import dev.weir.RateLimited;
import dev.weir.Scope;
import jakarta.enterprise.context.ApplicationScoped;

/** Limited calls; those of the type, but for methods that say otherwise. */
@ApplicationScoped
@RateLimited("type")
public class QuoteService {

    @RateLimited(limit = "1/1h", scope = Scope.ADDRESS)
    public String quote() {
        return "quote";
    }

    @RateLimited("wide")
    @RateLimited("narrow")
    public String both() {
        return "both";
    }

    @RateLimited("wide")
    public String wide() {
        return "wide";
    }

    public String first() {
        return "first";
    }

    public String second() {
        return "second";
    }
}
