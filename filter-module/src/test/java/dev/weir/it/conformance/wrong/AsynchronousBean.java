package dev.weir.it.conformance.wrong;

import dev.weir.RateLimited;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.Stateless;

/** Methods of an EJB that nothing can limit. */
@Stateless
public class AsynchronousBean {

    @Asynchronous
    @RateLimited(limit = "1/1h")
    public void later() {}
}
