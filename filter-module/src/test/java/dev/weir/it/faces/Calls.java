package dev.weir.it.faces;

import dev.weir.RateLimited;
import dev.weir.Scope;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** What the pages call: one call an hour, and one that fails. */
@Named
@RequestScoped
public class Calls {

    @RateLimited(value = "call", limit = "1/1h", scope = Scope.ADDRESS)
    public String act() {
        return null;
    }

    @RateLimited(value = "call", limit = "1/1h", scope = Scope.ADDRESS)
    public String getText() {
        return "rendered";
    }

    public String fail() {
        throw new IllegalArgumentException("no such call");
    }
}
