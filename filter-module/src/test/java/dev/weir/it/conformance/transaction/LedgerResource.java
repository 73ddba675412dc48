package dev.weir.it.conformance.transaction;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Calls beans with transactions. */
@Path("transaction")
@RequestScoped
public class LedgerResource {

    @Inject
    private Ledger ledger;

    @Inject
    private Ends ends;

    @GET
    @Path("{call}")
    public String call(@PathParam("call") String call) {
        return switch (call) {
            case "ends" -> ends.take();
            case "itself" -> ledger.itself();
            case "around" -> ledger.around();
            case "commits" -> ledger.aroundAndCommits();
            default -> throw new UnsupportedOperationException(call);
        };
    }
}
