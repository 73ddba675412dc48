package dev.weir.it.conformance.messaging;

import dev.weir.RateLimited;
import dev.weir.it.conformance.messaging.adapter.Courier;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes a message an hour. */
@MessageDriven(
        messageListenerInterface = Courier.class,
        activationConfig = @ActivationConfigProperty(propertyName = "resourceAdapter", propertyValue = "courier"))
public class Receiver implements Courier {

    static final AtomicInteger RECEIVED = new AtomicInteger();

    @Override
    @RateLimited(limit = "1/1h")
    public void deliver(String message) {
        RECEIVED.incrementAndGet();
    }
}
