package dev.weir.login;

import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.SharedEntries;
import dev.weir.store.WaitBudget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * From which addresses users have logged in during the last 90 days; all instances share it. A user is asked for in the
 * same way whether or not there is one: an entry that does not exist is read, and remembered for a while, like
 * one that does. Safe for use by many threads.
 */
public final class KnownAddresses {

    /** Of how many users this instance remembers what it has read. */
    private static final int MOST_REMEMBERED = 10_000;

    private static final long REMEMBERED_MILLIS = Duration.ofMinutes(5).toMillis();
    /** That an address is unknown is remembered for so long: by then another instance can have seen it log in. */
    private static final long ABSENT_MILLIS = Duration.ofSeconds(2).toMillis();
    /** After a read without an answer no other is made for so long: an outage must not cost each login its wait. */
    private static final long PAUSE_MILLIS = Duration.ofSeconds(5).toMillis();

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    /** Of 96 bits: no client finds another address of the same digest. */
    private static final int DIGEST_LENGTH = 24;
    /** Attempts of a change that other instances make in vain. */
    private static final int ATTEMPTS = 5;

    private final SharedEntries entries;
    private final Supplier<String> namespace;
    private final InstantSource clock;
    private final OncePerMinuteLog problems;
    private volatile long pausedUntilMillis = Long.MIN_VALUE;

    /** By the name of the entry, the one that was used last at the end; guarded by this object. */
    private final Map<String, Remembered> remembered = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * The addresses that {@code entries} has.
     *
     * @param namespace tells the users of this application from those of others
     */
    public KnownAddresses(
            SharedEntries entries, Supplier<String> namespace, InstantSource clock, OncePerMinuteLog problems) {
        this.entries = entries;
        this.namespace = namespace;
        this.clock = clock;
        this.problems = problems;
    }

    /** A list, and when it was asked for. */
    private record Remembered(AddressList list, long sinceMillis) {

        boolean isOlderThan(long millis, long now) {
            return now - sinceMillis >= millis;
        }

        boolean has(String digest, long now) {
            return list.has(digest, now / DAY_MILLIS);
        }
    }

    /**
     * Whether a user has logged in from an address. Asks the cluster at most once, and waits for it while
     * {@code budget} lasts; without an answer no address is known.
     *
     * @param user the text of the user's key
     * @param address the text of the key of the user at that address
     */
    public boolean has(String user, String address, WaitBudget budget) {
        String entry = entry(user);
        String digest = digest(address);
        long now = clock.millis();
        Remembered known = remembered(entry, now);
        if (known != null && (known.has(digest, now) || !known.isOlderThan(ABSENT_MILLIS, now))) {
            return known.has(digest, now);
        }
        if (read(entry, known, now, budget).has(digest, now / DAY_MILLIS)) {
            return true;
        }
        Remembered since = remembered(entry, now);
        return since != null && since.has(digest, now);
    }

    private synchronized @Nullable Remembered remembered(String entry, long now) {
        Remembered known = remembered.get(entry);
        return known == null || known.isOlderThan(REMEMBERED_MILLIS, now) ? null : known;
    }

    private AddressList read(String entry, @Nullable Remembered before, long now, WaitBudget budget) {
        if (now < pausedUntilMillis) {
            return AddressList.EMPTY;
        }
        Optional<Optional<AddressList>> answer;
        try {
            answer = budget.await(entries.get(entry).thenApply(this::decode).toCompletableFuture());
        } catch (RuntimeException e) {
            problems.warn("cannot read from where a user has logged in", e);
            answer = Optional.empty();
        }
        if (answer.isEmpty()) {
            pausedUntilMillis = now + PAUSE_MILLIS;
            return AddressList.EMPTY;
        }
        AddressList list = answer.get().orElse(AddressList.EMPTY);
        rememberRead(entry, list, before, now);
        return list;
    }

    /** Remembers what was read, unless a login was added since the read began: the list can be without it. */
    private synchronized void rememberRead(String entry, AddressList read, @Nullable Remembered before, long now) {
        Remembered present = remembered(entry, now);
        if (present == null || present.equals(before)) {
            remember(entry, read, now);
        }
    }

    /** Empty if there is a text that only another version of Weir can read. */
    private Optional<AddressList> decode(@Nullable String text) {
        return text == null ? Optional.of(AddressList.EMPTY) : AddressList.decode(text);
    }

    private synchronized void remember(String entry, AddressList list, long now) {
        remembered.put(entry, new Remembered(list, now));
        if (remembered.size() > MOST_REMEMBERED) {
            remembered.remove(remembered.keySet().iterator().next());
        }
    }

    /** A user has logged in from an address. Does not wait; writes at most once a day for each of the two. */
    public void add(String user, String address) {
        String entry = entry(user);
        long now = clock.millis();
        String digest = digest(address);
        Remembered known = remembered(entry, now);
        if (known == null || !known.list.isFresh(digest, now / DAY_MILLIS)) {
            if (known != null) {
                // the next request need not wait for the cluster
                remember(entry, known.list.with(digest, now / DAY_MILLIS), known.sinceMillis);
            }
            var unused = add(entry, digest, now, ATTEMPTS).whenComplete((done, failure) -> {
                if (failure != null) {
                    problems.warn("cannot record from where a user has logged in", failure);
                }
            });
        }
    }

    private CompletionStage<Void> add(String entry, String digest, long now, int attempts) {
        return entries.get(entry).thenCompose(text -> {
            Optional<AddressList> before = decode(text);
            if (before.isEmpty() || before.get().isFresh(digest, now / DAY_MILLIS)) {
                before.ifPresent(list -> remember(entry, list, now));
                return CompletableFuture.completedFuture(null);
            }
            AddressList after = before.get().with(digest, now / DAY_MILLIS);
            return entries.replace(entry, text, after.encode()).thenCompose(done -> {
                if (done) {
                    remember(entry, after, now);
                    return CompletableFuture.completedFuture(null);
                }
                return attempts > 1
                        ? add(entry, digest, now, attempts - 1)
                        : CompletableFuture.failedFuture(
                                new IllegalStateException("others change the same all the time"));
            });
        });
    }

    private String entry(String user) {
        return namespace.get() + '|' + user;
    }

    /** The end of the text, which is a digest. */
    private static String digest(String address) {
        return address.substring(Math.max(0, address.length() - DIGEST_LENGTH));
    }
}
