package dev.weir.it.conformance.ejb;

import dev.weir.RateLimited;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;

/** Nobody may call it. */
@Stateless
public class SecuredBean {

    @RolesAllowed("nobody")
    @RateLimited(limit = "1/1h")
    public String limited() {
        return "secured";
    }
}
