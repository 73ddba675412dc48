package dev.weir.it.startup;

import dev.weir.RateLimited;
import jakarta.enterprise.context.ApplicationScoped;

/** Names a policy that has no limit, and one that cannot be. */
@ApplicationScoped
public class WrongService {

    @RateLimited("nobody-configured-this-either")
    public void unlimited() {}

    @RateLimited(value = "odd", limit = "3 per hour")
    public void odd() {}
}
