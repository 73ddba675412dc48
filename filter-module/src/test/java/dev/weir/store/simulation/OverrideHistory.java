package dev.weir.store.simulation;

import dev.weir.LimitOverride;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What operators have changed in a run, as a naive list: what an instance can know that is up to date, or nearly. */
final class OverrideHistory {

    /** After so long an operation is not under way any more. */
    private static final long LONGEST_MILLIS = 75_000;

    private final long skewMillis;
    private final Map<Subject, List<Version>> all = new HashMap<>();

    /** @param skewMillis by how much clocks are ahead or behind at most: an override can be removed that much early */
    OverrideHistory(long skewMillis) {
        this.skewMillis = skewMillis;
    }

    /** What an override is about; an empty key stands for all keys. */
    record Subject(LimitOverride.Kind kind, String policy, String key) {}

    /** One state of a subject; no override if it was removed. */
    static final class Version {

        private final Optional<LimitOverride> override;
        private final long begunMillis;
        /** When it was known to be made; never, if its instance was not told. */
        private long madeMillis = Long.MAX_VALUE;
        /** From when on no instance that the cluster answers goes by this. */
        private long replacedMillis = Long.MAX_VALUE;
        /** What replaced it. */
        private Optional<Version> heir = Optional.empty();
        /** Whether it may still be made. */
        private boolean isPending = true;

        private Version(Optional<LimitOverride> override, long begunMillis) {
            this.override = override;
            this.begunMillis = begunMillis;
        }

        /** Whether it was made, or not, before {@code millis}. */
        private boolean isSettledBefore(long millis) {
            return madeMillis < millis || (madeMillis == Long.MAX_VALUE && begunMillis + LONGEST_MILLIS < millis);
        }
    }

    private List<Version> versions(Subject subject) {
        return all.computeIfAbsent(subject, each -> {
            Version none = new Version(Optional.empty(), 0);
            none.isPending = false;
            return new ArrayList<>(List.of(none));
        });
    }

    /** An instance begins to make {@code override}, or to remove what there is. */
    Version begin(Subject subject, Optional<LimitOverride> override, long nowMillis) {
        Version begun = new Version(override, nowMillis);
        versions(subject).add(begun);
        return begun;
    }

    /** Whether a change of {@code subject} is under way. */
    boolean isPending(Subject subject, long nowMillis) {
        Version last = versions(subject).get(versions(subject).size() - 1);
        return last.isPending && nowMillis < last.begunMillis + LONGEST_MILLIS;
    }

    /** {@code made} is made, and all instances hear of it that are not cut off since {@code cutMillis}. */
    void made(Subject subject, Version made, long nowMillis, long cutMillis) {
        made.isPending = false;
        made.madeMillis = nowMillis;
        for (Version each : versions(subject)) {
            if (each == made) {
                return;
            }
            // what was made in the other half of a split may be what is left of both
            boolean isReplaced = cutMillis == Long.MAX_VALUE || each.isSettledBefore(cutMillis);
            if (isReplaced && nowMillis < each.replacedMillis) {
                each.replacedMillis = nowMillis;
                each.heir = Optional.of(made);
            }
        }
    }

    /** {@code made} may be lost, with the half of a split that alone knew of it: what it replaced may hold again. */
    void perhapsLost(Version made) {
        for (List<Version> versions : all.values()) {
            for (Version each : versions) {
                if (each.heir.filter(heir -> heir == made).isPresent()) {
                    each.replacedMillis = Long.MAX_VALUE;
                    each.heir = Optional.empty();
                }
            }
        }
    }

    /** {@code failed} may have been made. */
    void failed(Version failed) {
        failed.isPending = false;
    }

    /**
     * What an instance can go by at {@code clockMillis} of its clock, which knows all that was made before {@code
     * known}.
     */
    Set<Optional<LimitOverride>> possible(Subject subject, long knownMillis, long clockMillis) {
        Set<Optional<LimitOverride>> possible = new HashSet<>();
        for (Version each : versions(subject)) {
            if (each.replacedMillis > knownMillis) {
                possible.add(each.override.filter(made -> holds(made, clockMillis)));
                // a change of the same slot removes what has ended, by the clock of its instance
                possible.add(each.override.filter(made -> holds(made, clockMillis + 2 * skewMillis)));
            }
        }
        return possible;
    }

    private static boolean holds(LimitOverride override, long clockMillis) {
        return override.until().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE) > clockMillis;
    }
}
