package dev.weir.it.conformance.messaging.adapter;

import jakarta.resource.spi.Activation;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ResourceAdapter;
import org.jspecify.annotations.Nullable;

/** Nothing of it can be set. */
@Activation(messageListeners = Courier.class)
public class CourierActivation implements ActivationSpec {

    private @Nullable ResourceAdapter adapter;

    @Override
    public void validate() {
        // nothing can be wrong
    }

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return adapter;
    }

    @Override
    public void setResourceAdapter(ResourceAdapter adapter) {
        this.adapter = adapter;
    }
}
