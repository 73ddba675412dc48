package dev.weir.gateway.auth;

import dev.weir.Key;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds out who sends a request. Safe for use by many threads.
 *
 * <p>Who guesses credentials is slowed down by address: after too many wrong ones none are looked at from there, right
 * or wrong, so that an answer does not tell whether a guess was right. Those that were valid from the same address
 * before are looked at all the same: others behind a proxy must not lock them out.
 */
public final class Authenticator {

    private static final int REMEMBERED = 20_000;

    private final Supplier<ApiKeys> keys;
    private final Optional<TokenVerifier> tokens;
    private final Attempts attempts;
    private final RecentSet<Known> known = new RecentSet<>(REMEMBERED);

    /** Credentials that were valid from an address. */
    private record Known(Digest credentials, Key address) {}

    /** Asks {@code keys} anew for each request. */
    public Authenticator(Supplier<ApiKeys> keys, Optional<TokenVerifier> tokens, Attempts attempts) {
        this.keys = keys;
        this.tokens = tokens;
        this.attempts = attempts;
    }

    /**
     * Who sends a request.
     *
     * @param authorization the field of that name
     * @param address of the client
     */
    public Outcome authenticate(Optional<String> authorization, Key address) {
        if (authorization.isEmpty()) {
            return new Outcome.Anonymous();
        }
        Optional<Credentials> credentials = authorization.flatMap(Credentials::of);
        Digest digest = Digest.of(authorization.get());
        Known pair = new Known(digest, address);
        boolean before = known.contains(pair);
        if (!before) {
            Optional<Duration> wait = attempts.retryAfter(address);
            if (wait.isPresent()) {
                return new Outcome.TooMany(wait.get());
            }
        }
        Outcome outcome = credentials.map(this::verify).orElseGet(Outcome.Unknown::new);
        if (outcome instanceof Outcome.Known) {
            known.add(pair);
        } else if (outcome instanceof Outcome.Unknown) {
            known.remove(pair);
            Optional<Duration> wait = attempts.failed(address);
            // whose credentials were valid learns that they are not any more, whatever others do at the address
            return before ? outcome : wait.<Outcome>map(Outcome.TooMany::new).orElse(outcome);
        }
        return outcome;
    }

    private Outcome verify(Credentials credentials) {
        Optional<Caller> caller = keys.get().find(Digest.of(credentials.secret()));
        if (caller.isPresent()) {
            return new Outcome.Known(caller.get());
        }
        return credentials.isToken() && tokens.isPresent()
                ? tokens.get().verify(credentials.secret())
                : new Outcome.Unknown();
    }
}
