package dev.weir.outbound.it.wrong;

import dev.weir.outbound.Throttled;
import jakarta.enterprise.context.ApplicationScoped;

/** Is right where its policy is listed. */
@ApplicationScoped
public class Limited {

    @Throttled("kis")
    public int call() {
        return 1;
    }
}
