package dev.weir.outbound.it.wrong;

import dev.weir.outbound.Throttled;
import jakarta.enterprise.context.ApplicationScoped;

/** What the annotation says is out of range. */
@ApplicationScoped
public class WrongValues {

    @Throttled({})
    public int withoutPolicy() {
        return 1;
    }

    @Throttled(value = "kis", permits = 0)
    public int withoutPermits() {
        return 1;
    }

    @Throttled(value = "kis", maxWait = "soon")
    public int withoutTime() {
        return 1;
    }
}
