package dev.weir.it.conformance.messaging;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Says how many messages were received. */
@Path("messages")
public class ReceiverResource {

    @GET
    public String received() {
        return Receiver.RECEIVED.toString();
    }
}
