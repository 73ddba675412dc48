package dev.weir.store.simulation;

import dev.weir.store.CounterId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which keys of a {@link Simulation} were reset, and what had to count all the same. */
final class Resets {

    private final Map<CounterId, List<Reset>> all = new HashMap<>();

    /** One reset. */
    static final class Reset {

        private final SimulatedNode by;
        private final long begunMillis;
        /** When it was known to be made; never, if nobody waited for it so long. */
        long doneMillis = Long.MAX_VALUE;

        private Reset(SimulatedNode by, long begunMillis) {
            this.by = by;
            this.begunMillis = begunMillis;
        }

        /**
         * Whether {@code admission} was certainly charged after this; what the instance itself owes since it asked is.
         */
        private boolean isBefore(AdmissionLog.Admission admission) {
            boolean owed = admission.by() == by && !admission.shared() && admission.begunMillis() > begunMillis;
            return owed || admission.begunMillis() > doneMillis;
        }
    }

    Reset begin(CounterId id, SimulatedNode by, long nowMillis) {
        Reset reset = new Reset(by, nowMillis);
        all.computeIfAbsent(id, each -> new ArrayList<>()).add(reset);
        return reset;
    }

    /** Whether {@code admission} counts whatever was reset. */
    boolean leave(CounterId id, AdmissionLog.Admission admission) {
        return all.getOrDefault(id, List.of()).stream().allMatch(reset -> reset.isBefore(admission));
    }
}
