package dev.weir.outbound.it.wrong;

import dev.weir.outbound.Throttled;
import jakarta.enterprise.context.ApplicationScoped;

/** The container intercepts no private methods. */
@ApplicationScoped
public class PrivateMethod {

    public int call() {
        return hidden();
    }

    @Throttled("kis")
    private int hidden() {
        return 1;
    }
}
