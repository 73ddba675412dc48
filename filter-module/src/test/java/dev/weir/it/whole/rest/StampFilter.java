package dev.weir.it.whole.rest;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Puts fields on every response, as applications do for caches and for CORS. */
@Provider
public class StampFilter implements ContainerResponseFilter {

    @Inject
    private Calls calls;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle("Access-Control-Allow-Origin", "https://app.example");
        response.getHeaders().add("Vary", "Origin");
        response.getHeaders().putSingle("etag", "\"2\"");
        response.getHeaders().putSingle("Cache-Control", "public, max-age=600");
        response.getHeaders().putSingle("Content-Language", "de");
        response.getHeaders().putSingle("Retry-After", "1");
        if (request.getUriInfo().getPath().endsWith("labelled")) {
            response.getHeaders().putSingle("Content-Encoding", "gzip");
        }
        if (request.getUriInfo().getPath().endsWith("response-filter") && response.getStatus() == 200) {
            calls.refused();
        }
    }
}
