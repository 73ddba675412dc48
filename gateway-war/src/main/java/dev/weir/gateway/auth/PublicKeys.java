package dev.weir.gateway.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of the issuer of tokens, a JWK set from a file or a server. Fetched again when a token names a key
 * that is not known, at most once in a while, and when they are old; while that fails those that are known stay in use.
 * Safe for use by many threads.
 */
public final class PublicKeys {

    private static final System.Logger LOG = System.getLogger(PublicKeys.class.getName());
    private static final Duration OLD = Duration.ofMinutes(5);
    private static final long WAIT_MILLIS = 2_000;
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Source source;
    private final long refreshNanos;
    private final LongSupplier nanoTime;
    private final ReentrantLock fetching = new ReentrantLock();
    /** How often they were fetched. */
    private final AtomicLong fetches = new AtomicLong();

    private volatile @Nullable JWKSet known;
    private volatile long triedNanos;
    private volatile long fetchedNanos;
    private volatile boolean tried;
    private volatile boolean warned;
    private volatile long warnedNanos;

    /** Where they come from. */
    @FunctionalInterface
    public interface Source {

        /** A JWK set as JSON. Takes seconds at most. */
        String fetch() throws IOException;
    }

    /**
     * Nothing is fetched yet.
     *
     * @param refresh the least time between two fetches
     */
    public PublicKeys(Source source, Duration refresh, LongSupplier nanoTime) {
        this.source = source;
        this.refreshNanos = refresh.toNanos();
        this.nanoTime = nanoTime;
    }

    /** The keys that fit a token. A key that is not known may take the time of a fetch. */
    List<JWK> select(JWKSelector selector) {
        long before = fetches.get();
        List<JWK> found = matching(selector);
        if (found.isEmpty() && refresh(before)) {
            found = matching(selector);
        }
        return found;
    }

    private List<JWK> matching(JWKSelector selector) {
        JWKSet present = known;
        return present == null ? List.of() : selector.select(present);
    }

    /** Whether any are known, or nothing can be known of the keys of tokens at present. */
    boolean isKnown() {
        return known != null;
    }

    /** Fetches them if those that are known are old. For a thread that may wait. */
    public void renew() {
        long before = fetches.get();
        if (known == null || nanoTime.getAsLong() - fetchedNanos >= OLD.toNanos()) {
            boolean unused = refresh(before);
        }
    }

    /** Whether they were fetched after {@code before} of the fetches, by this thread or by one that was faster. */
    private boolean refresh(long before) {
        if (!locked()) {
            return false;
        }
        try {
            long now = nanoTime.getAsLong();
            if (fetches.get() != before) {
                return true;
            }
            if (tried && now - triedNanos < refreshNanos) {
                return false;
            }
            triedNanos = now;
            tried = true;
            known = JWKSet.parse(source.fetch()).toPublicJWKSet();
            fetchedNanos = now;
            fetches.incrementAndGet();
            return true;
        } catch (IOException | ParseException | RuntimeException e) {
            warn(e);
            return false;
        } finally {
            fetching.unlock();
        }
    }

    /** Tokens with a new key arrive together: those that come second wait for the fetch of the first. */
    private boolean locked() {
        try {
            return fetching.tryLock(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void warn(Exception problem) {
        long now = nanoTime.getAsLong();
        if (!warned || now - warnedNanos >= QUIET.toNanos()) {
            warned = true;
            warnedNanos = now;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the public keys of tokens cannot be fetched, those that are known stay in use: " + problem);
        }
    }
}
