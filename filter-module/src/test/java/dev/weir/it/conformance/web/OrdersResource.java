package dev.weir.it.conformance.web;

import jakarta.ws.rs.Path;

/** All its annotations stand on the interface. */
@Path("interface")
public class OrdersResource implements Orders {

    @Override
    public String orders() {
        return "orders";
    }
}
