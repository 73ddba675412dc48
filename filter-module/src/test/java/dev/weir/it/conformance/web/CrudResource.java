package dev.weir.it.conformance.web;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** What resources have in common: the subclasses share the counter, unless they override the method. */
public abstract class CrudResource<K> {

    @GET
    @Path("{key}")
    @RateLimited(limit = "1/1h")
    public String read(@PathParam("key") K key) {
        return "read " + key;
    }
}
