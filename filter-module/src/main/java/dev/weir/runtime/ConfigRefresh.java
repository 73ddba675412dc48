package dev.weir.runtime;

import dev.weir.config.InvalidConfigurationException;
import dev.weir.config.Property;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads the configuration again while the application runs, and applies what has changed and can change. A wrong value
 * changes nothing, and is logged once, with the text that it would have stopped the deployment with. For use by one
 * thread.
 */
final class ConfigRefresh {

    /** What can change, by the beginnings of its names; {@link dev.weir.config.Settings#refreshed} applies it. */
    private static final List<String> CHANGING =
            List.of(Property.OfPolicy.PREFIX, Property.PREFIX + "exempt.", Property.DENY_ADDRESSES.fullName());

    private final Policies policies;
    private final System.Logger log;
    private Map<String, String> known;

    ConfigRefresh(Policies policies, System.Logger log) {
        this.policies = policies;
        this.log = log;
        this.known = policies.values();
    }

    /** Refreshes every {@code millis} milliseconds, if not 0, until {@code background} is ended. */
    void every(long millis, ScheduledExecutorService background) {
        if (millis > 0) {
            var unused = background.scheduleWithFixedDelay(this::tryRefresh, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void tryRefresh() {
        try {
            refresh();
        } catch (RuntimeException | Error e) {
            // a task that throws is never run again
            log.log(System.Logger.Level.WARNING, "cannot read the configuration again", e);
        }
    }

    /** Applies what has changed since the last time. */
    void refresh() {
        Map<String, String> read = new TreeMap<>(policies.values());
        TreeSet<String> changed = new TreeSet<>(known.keySet());
        changed.addAll(read.keySet());
        changed.removeIf(name -> known.getOrDefault(name, "").equals(read.getOrDefault(name, "")));
        if (changed.isEmpty()) {
            return;
        }
        known = read;
        try {
            policies.refresh();
        } catch (InvalidConfigurationException e) {
            log.log(
                    System.Logger.Level.WARNING,
                    "the configuration has changed, and nothing of that is used:\n" + e.list());
            return;
        }
        TreeSet<String> fixed = new TreeSet<>(changed);
        fixed.removeIf(name -> CHANGING.stream().anyMatch(name::startsWith));
        changed.removeAll(fixed);
        if (!changed.isEmpty()) {
            log.log(System.Logger.Level.INFO, "the configuration has changed: " + String.join(", ", changed));
        }
        if (!fixed.isEmpty()) {
            log.log(
                    System.Logger.Level.WARNING,
                    "the configuration has changed, but not before the next start: " + String.join(", ", fixed));
        }
    }
}
