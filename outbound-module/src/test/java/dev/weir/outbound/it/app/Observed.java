package dev.weir.outbound.it.app;

import dev.weir.NearLimit;
import dev.weir.outbound.RemoteLimited;
import dev.weir.outbound.ThrottlePaused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the events of calls. */
@ApplicationScoped
public class Observed {

    private final List<String> events = new CopyOnWriteArrayList<>();

    void near(@ObservesAsync NearLimit event) {
        events.add("near " + event.policy());
    }

    void limited(@ObservesAsync RemoteLimited event) {
        events.add("limited " + event.policy()
                + event.retryAfter().map(each -> " " + each).orElse(""));
    }

    void paused(@ObservesAsync ThrottlePaused event) {
        events.add("paused " + event.policy());
    }

    List<String> events() {
        return events;
    }
}
