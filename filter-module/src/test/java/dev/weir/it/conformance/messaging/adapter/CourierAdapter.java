package dev.weir.it.conformance.messaging.adapter;

import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.Connector;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAResource;

/** Delivers a message ten times a second to each message-driven bean; there is no broker in Payara Micro. */
@Connector(reauthenticationSupport = false)
public class CourierAdapter implements ResourceAdapter {

    private final Map<MessageEndpointFactory, Timer> timers = new ConcurrentHashMap<>();

    @Override
    public void start(BootstrapContext context) {
        // begins with the first bean
    }

    @Override
    public void stop() {
        timers.values().forEach(Timer::cancel);
    }

    @Override
    public void endpointActivation(MessageEndpointFactory beans, ActivationSpec activation) {
        Timer timer = new Timer("courier", true);
        timers.put(beans, timer);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        deliver(beans);
                    }
                },
                100,
                100);
    }

    private static void deliver(MessageEndpointFactory beans) {
        try {
            MessageEndpoint bean = beans.createEndpoint(null);
            try {
                ((Courier) bean).deliver("message");
            } finally {
                bean.release();
            }
        } catch (UnavailableException | RuntimeException e) {
            System.out.println("not delivered: " + e);
        }
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory beans, ActivationSpec activation) {
        Timer timer = timers.remove(beans);
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public XAResource[] getXAResources(ActivationSpec[] activations) {
        return new XAResource[0];
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
