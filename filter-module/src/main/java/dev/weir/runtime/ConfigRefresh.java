package dev.weir.runtime;

import dev.weir.config.InvalidConfigurationException;
import dev.weir.config.Property;
import dev.weir.config.SoundSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads the configuration again while the application runs, and applies what has changed and can change. A policy with
 * a wrong value stays as it was, whole; a wrong value of no policy changes nothing. Problems are logged once, in the
 * words that would have stopped the deployment. For use by one thread.
 */
final class ConfigRefresh {

    /** What can change, by the beginnings of its names; {@link dev.weir.config.Settings#refreshed} applies it. */
    private static final List<String> CHANGING =
            List.of(Property.OfPolicy.PREFIX, Property.PREFIX + "exempt.", Property.DENY_ADDRESSES.fullName());

    private final Policies policies;
    private final System.Logger log;
    /** The values that were read last. */
    private Map<String, String> seen;
    /** The values of which the log says that they are used, or not before the next start. */
    private final Map<String, String> logged;
    /** The problems of the last values. */
    private List<String> problems = List.of();

    private boolean failing;

    ConfigRefresh(Policies policies, System.Logger log) {
        this.policies = policies;
        this.log = log;
        this.seen = policies.values();
        this.logged = new HashMap<>(seen);
    }

    /** Whether a property can change while the application runs. */
    static boolean canChange(String name) {
        return CHANGING.stream().anyMatch(name::startsWith);
    }

    /** Refreshes every {@code millis} milliseconds, if not 0, until {@code background} is ended. */
    void every(long millis, ScheduledExecutorService background) {
        if (millis > 0) {
            var unused = background.scheduleWithFixedDelay(this::tryRefresh, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    void tryRefresh() {
        try {
            refresh();
            failing = false;
        } catch (RuntimeException | Error e) {
            // a task that throws is never run again; logged once, because it can fail every time from now on
            if (!failing) {
                log.log(System.Logger.Level.WARNING, "cannot read the configuration again", e);
            }
            failing = true;
        }
    }

    /** Applies what has changed since the last time. */
    void refresh() {
        Map<String, String> read = policies.values();
        if (read.equals(seen)) {
            return;
        }
        SoundSettings used;
        try {
            used = policies.refresh();
        } catch (InvalidConfigurationException e) {
            report("it", e.problems());
            return;
        }
        // not before: a source that failed for a moment is read again although no value has changed
        seen = read;
        report(String.join(", ", new TreeSet<>(used.leftOut())), used.problems());
        log(takeChanged(read, used));
    }

    /** Logs problems, unless they are those that were logged last. */
    private void report(String unused, List<String> found) {
        if (!found.isEmpty() && !found.equals(problems)) {
            log.log(
                    System.Logger.Level.WARNING,
                    "the configuration has changed and has " + found.size() + " problem(s), so nothing is used of "
                            + unused + ":\n  " + String.join("\n  ", found));
        }
        problems = found;
    }

    /** The properties that differ from what was logged before, without those of policies that stay as they were. */
    private Set<String> takeChanged(Map<String, String> read, SoundSettings used) {
        Set<String> changed = new TreeSet<>(logged.keySet());
        changed.addAll(read.keySet());
        changed.removeIf(
                name -> logged.getOrDefault(name, "").equals(read.getOrDefault(name, "")) || used.leavesOut(name));
        for (String name : changed) {
            if (read.containsKey(name)) {
                logged.put(name, read.get(name));
            } else {
                logged.remove(name);
            }
        }
        return changed;
    }

    private void log(Set<String> changed) {
        Set<String> fixed = new TreeSet<>(changed);
        fixed.removeIf(ConfigRefresh::canChange);
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
