package dev.weir.runtime;

import dev.weir.SuspicionRaised;
import dev.weir.adaptive.Adaptation;
import dev.weir.adaptive.SharedSuspicions;
import dev.weir.adaptive.Suspects;
import dev.weir.config.PolicySettings;
import dev.weir.config.Settings;
import dev.weir.config.rule.AdaptiveRule;
import dev.weir.core.Policy;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.monitor.event.Observers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Composes what makes policies adaptive, and looks after it. Safe for use by many threads. */
final class Adapting {

    /** With the noticeboard, which is read once a second, a level is known everywhere within two. */
    private static final long TICK_MILLIS = 500;

    private static final int TICKS_BETWEEN_SWEEPS = 120;

    private final Supplier<String> namespace;
    private final SharedSuspicions shared;
    private final Suspects suspects;
    private final Adaptation adaptation;
    private final OncePerMinuteLog problems;
    private volatile Known known = new Known(null, Map.of());
    // of the background's thread alone
    private String loaded = "";
    private int ticks;

    /** The rules of {@code settings}, which every request needs. */
    private record Known(@Nullable Settings settings, Map<String, AdaptiveRule> rules) {}

    /** @param maxKeys of how many keys an instance remembers what they have done */
    Adapting(
            Policies policies,
            Stores.Opened opened,
            long maxKeys,
            Supplier<String> namespace,
            ScheduledExecutorService background,
            OncePerMinuteLog problems) {
        this.namespace = namespace;
        this.problems = problems;
        this.shared = new SharedSuspicions(opened.texts(), namespace, opened.clock(), problems);
        this.suspects = Suspects.of(opened.clock(), maxKeys, shared, told(policies.observers()));
        this.adaptation = new Adaptation(
                () -> rules(policies.settings()),
                suspects,
                (Policy one, Policy other) -> opened.store().goesOn(one, other),
                opened.clock());
        var unused = background.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    Adaptation adaptation() {
        return adaptation;
    }

    // to compare settings by value would take longer than a decision
    @SuppressWarnings("ReferenceEquality")
    private Map<String, AdaptiveRule> rules(Settings present) {
        Known read = known;
        if (read.settings != present) {
            Map<String, AdaptiveRule> rules = new LinkedHashMap<>();
            for (PolicySettings policy : present.policies().values()) {
                policy.adaptive().ifPresent(rule -> rules.put(policy.name(), rule));
            }
            read = new Known(present, Map.copyOf(rules));
            known = read;
        }
        return read.rules;
    }

    /** The listener, whose failures are no problem of the request that raised a level. */
    private Consumer<SuspicionRaised> told(Observers observers) {
        return event -> {
            try {
                if (observers.observe(SuspicionRaised.class)) {
                    observers.fire(event);
                }
            } catch (RuntimeException | LinkageError e) {
                problems.warn("cannot tell that the level of a key was raised", e);
            }
        };
    }

    private void tick() {
        try {
            if (adaptation.isOff()) {
                return;
            }
            String present = namespace.get() + '|';
            if (!present.equals(loaded)) {
                loaded = present;
                shared.load();
            }
            shared.flush();
            if (++ticks % TICKS_BETWEEN_SWEEPS == 0) {
                suspects.sweep();
            }
        } catch (RuntimeException | Error e) {
            // a task that throws is never run again
            problems.warn("cannot look after the levels of keys", e);
        }
    }
}
