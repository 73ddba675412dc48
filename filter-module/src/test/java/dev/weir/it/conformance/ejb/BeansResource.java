package dev.weir.it.conformance.ejb;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Calls EJBs. */
@Path("ejb")
@RequestScoped
public class BeansResource {

    @EJB
    private StatelessBean stateless;

    @EJB
    private SingletonBean singleton;

    @Inject
    private StatefulBean stateful;

    @EJB
    private LocalView local;

    @EJB
    private WholeBean whole;

    @EJB
    private SecuredBean secured;

    @EJB
    private Seeder seeder;

    @EJB
    private Timers timers;

    @GET
    @Path("{kind}")
    public String call(@PathParam("kind") String kind) {
        return switch (kind) {
            case "stateless" -> stateless.limited();
            case "stateless-free" -> stateless.free();
            case "singleton" -> singleton.limited();
            case "singleton-free" -> singleton.free();
            case "stateful" -> stateful.limited();
            case "stateful-free" -> stateful.free();
            case "local" -> local.limited();
            case "local-free" -> local.free();
            case "whole" -> whole.limited();
            case "secured" -> secured.limited();
            case "seeder" -> seeder.result();
            case "timers" -> timers.result();
            default -> throw new UnsupportedOperationException(kind);
        };
    }
}
