package dev.weir.gateway.budget;

import dev.weir.Slot;
import dev.weir.spi.TakenPermits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A request that works. Safe for use by many threads.
 *
 * @param taken its permits; empty if no policy applies
 * @param sinceNanos when it began
 * @param untilNanos when it is to be over at the latest
 * @param ended told once
 */
record OpenHold(
        Demand demand,
        int cap,
        List<Applied> applied,
        Optional<TakenPermits> taken,
        List<Slot> slots,
        Map<String, String> fields,
        long sinceNanos,
        long untilNanos,
        Consumer<OpenHold> ended,
        AtomicBoolean open)
        implements Hold {

    OpenHold {
        applied = List.copyOf(applied);
        slots = List.copyOf(slots);
        fields = Map.copyOf(fields);
    }

    @Override
    public long held() {
        return demand.tokens(cap);
    }

    @Override
    public long settle(long promptTokens, long completionTokens) {
        long charged = demand.charged(Math.max(0, promptTokens), Math.max(0, completionTokens));
        return end(() -> {
            Map<String, Long> used = new HashMap<>();
            for (Applied each : applied) {
                if (each.tokens()) {
                    used.put(each.policy(), charged);
                }
            }
            boolean unused = taken.isPresent() && taken.get().settle(used);
            return charged;
        });
    }

    @Override
    public void cancel() {
        long unused = end(() -> {
            taken.ifPresent(TakenPermits::close);
            return 0L;
        });
    }

    @Override
    public long keep() {
        return end(this::held);
    }

    /** The slots are free after the permits are settled, so that the next request finds these. */
    private long end(Supplier<Long> settlement) {
        if (!open.compareAndSet(true, false)) {
            return 0;
        }
        try {
            return settlement.get();
        } finally {
            slots.forEach(Slot::close);
            ended.accept(this);
        }
    }

    /** Identity: two requests can hold the same. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
