package dev.weir.store.slot;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Whether it is worth waiting for slots that other instances have booked and do not use, because they have just been
 * asked to give them back. Once that was in vain it is not worth it again before a request got a slot: a key that is
 * full costs no time. Guarded by its {@link SlotGate}.
 */
final class SlotRoom {

    /** How long a request waits: by then the others have given back what they could. */
    static final long WAIT_MILLIS = 20;

    private static final long NEVER = Long.MIN_VALUE / 4;

    private long untilMillis = NEVER;
    private boolean inVain;

    /** What requests wait for; null while none does. */
    private @Nullable CompletableFuture<Boolean> made;

    /**
     * The grid has carried out {@code plan}.
     *
     * @param asked whether others were asked just now to give back what they do not use
     */
    void answered(SlotPlan plan, boolean asked, long nowMillis) {
        if (plan.refuses()) {
            inVain |= made != null && !isAwaited(nowMillis);
            if (!isAwaited(nowMillis)) {
                made = null;
                untilMillis = asked && !inVain ? nowMillis + WAIT_MILLIS : NEVER;
            }
        } else if (plan.granted() > 0) {
            inVain = false;
            made = null;
            untilMillis = NEVER;
        }
    }

    /** Whether requests wait at present. */
    boolean isAwaited(long nowMillis) {
        return made != null && !made.isDone() && nowMillis < untilMillis;
    }

    /** What a request waits for that was refused; empty if that is not worth it. */
    Optional<CompletableFuture<Boolean>> await(long nowMillis) {
        if (nowMillis >= untilMillis) {
            return Optional.empty();
        }
        CompletableFuture<Boolean> awaited = made == null ? new CompletableFuture<>() : made;
        made = awaited;
        return Optional.of(awaited);
    }

    /** A slot is free, here or on another instance, or those who wait have waited long enough. */
    void end() {
        if (made != null) {
            // nothing hangs on it but threads that wait
            made.complete(true);
        }
    }
}
