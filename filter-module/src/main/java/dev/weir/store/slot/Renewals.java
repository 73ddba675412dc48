package dev.weir.store.slot;

import dev.weir.store.grid.SharedCache;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which instances live. Each renews its bookings of all keys at once, by the time in an entry of its own; a booking
 * itself is as good as a renewal. Who has done neither for 20 seconds is dead. Safe for use by many threads.
 */
final class Renewals {

    /** Less than others wait, by more than clocks differ: a booking that is trusted is not taken for a dead one's. */
    static final long TRUSTED_MILLIS = 15_000;

    static final long DEAD_MILLIS = 20_000;
    private static final long EVERY_MILLIS = 5_000;
    private static final long NEVER = Long.MIN_VALUE / 4;
    private static final String PREFIX = "holder|";
    private static final String SCHEMA = "1|";

    private final int holder;
    private final Supplier<SharedCache> cache;
    private final Runnable whenLost;
    /** When others were heard of last. */
    private final Map<Integer, Long> heard = new ConcurrentHashMap<>();

    // written by one thread at a time
    private volatile long renewedMillis = NEVER;
    /** When the first renewal was confirmed of those that followed each other without a gap. */
    private volatile long unbrokenMillis = NEVER;
    // guarded by this object
    private @Nullable String text;
    private boolean inFlight;

    /** @param whenLost called when the grid has lost the last renewal, and perhaps bookings with it */
    Renewals(int holder, Supplier<SharedCache> cache, Runnable whenLost) {
        this.holder = holder;
        this.cache = cache;
        this.whenLost = whenLost;
    }

    /** Whether what this instance booked at {@code bookedMillis} was never taken for that of a dead one. */
    boolean covers(long bookedMillis, long nowMillis) {
        return nowMillis - bookedMillis <= TRUSTED_MILLIS
                || (nowMillis - renewedMillis <= TRUSTED_MILLIS && unbrokenMillis - bookedMillis <= TRUSTED_MILLIS);
    }

    /** Renews, if it is time to. Does not wait. */
    void renew(InstantSource clock) {
        long now = clock.millis();
        @Nullable String expected;
        synchronized (this) {
            if (inFlight || now - renewedMillis < EVERY_MILLIS) {
                return;
            }
            inFlight = true;
            expected = text;
        }
        String next = SCHEMA + now;
        String id = PREFIX + holder;
        try {
            CompletionStage<Boolean> swap = expected == null
                    ? cache.get().putIfAbsent(id, next)
                    : cache.get().replace(id, expected, next);
            var unused = swap.thenCompose(done -> done ? done(next) : read(id))
                    .whenComplete((found, failure) -> ended(failure == null ? found : expected, next, now, clock));
        } catch (RuntimeException | Error e) {
            ended(expected, next, now, clock);
            throw e;
        }
    }

    private static CompletionStage<@Nullable String> done(String next) {
        return CompletableFuture.completedFuture(next);
    }

    /** It has another text than was expected: the grid has lost the last one, or took it when it did not say so. */
    private CompletionStage<@Nullable String> read(String id) {
        return cache.get().get(id);
    }

    private void ended(@Nullable String found, String next, long begunMillis, InstantSource clock) {
        boolean lost;
        synchronized (this) {
            lost = text != null && found == null && begunMillis - renewedMillis <= TRUSTED_MILLIS;
            inFlight = false;
            text = found;
        }
        if (lost) {
            whenLost.run();
        }
        if (next.equals(found)) {
            long now = clock.millis();
            if (now - renewedMillis > TRUSTED_MILLIS) {
                unbrokenMillis = now;
            }
            renewedMillis = begunMillis;
        }
    }

    /** Whether the holder of {@code booking} seems to be dead, as far as this instance has heard of it. */
    boolean seemsDead(SlotEntry.Booking booking, long nowMillis) {
        long last = Math.max(booking.millis(), heard.getOrDefault(booking.holder(), NEVER));
        return nowMillis - last > DEAD_MILLIS;
    }

    /** Reads when {@code holders} have renewed last. Does not wait. */
    CompletionStage<Void> look(Collection<Integer> holders, long nowMillis) {
        return CompletableFuture.allOf(holders.stream()
                .map(each -> cache.get()
                        .get(PREFIX + each)
                        .thenAccept(found -> heard.put(each, millis(found, nowMillis)))
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** The time in {@code found}; {@code nowMillis} if another version of Weir wrote it, whose instance may live. */
    private static long millis(@Nullable String found, long nowMillis) {
        if (found == null) {
            return NEVER;
        }
        try {
            return found.startsWith(SCHEMA) ? Long.parseLong(found.substring(SCHEMA.length())) : nowMillis;
        } catch (NumberFormatException e) {
            return nowMillis;
        }
    }

    /** Forgets those who have not been heard of for long. */
    void sweep(long nowMillis) {
        heard.values().removeIf(millis -> nowMillis - millis > 3 * DEAD_MILLIS);
    }
}
