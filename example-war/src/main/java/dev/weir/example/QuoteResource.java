package dev.weir.example;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** A resource without a limit of its own, which calls a bean that has one; the bean's refusal becomes a 429 as well. */
@Path("quote")
@RequestScoped
public class QuoteResource {

    @Inject
    private QuoteService quotes;

    /** Returns the next quote. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Message quote() {
        return new Message(quotes.next());
    }
}
