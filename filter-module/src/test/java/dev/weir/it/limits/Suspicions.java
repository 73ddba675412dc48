package dev.weir.it.limits;

import dev.weir.SuspicionRaised;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The events that keys have lost trust, as an application hears of them. */
@ApplicationScoped
public class Suspicions {

    private final Queue<SuspicionRaised> raised = new ConcurrentLinkedQueue<>();

    void hear(@ObservesAsync SuspicionRaised event) {
        raised.add(event);
    }

    String all() {
        return raised.toString();
    }
}
