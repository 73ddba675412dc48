package dev.weir.gateway.auth;

import dev.weir.Key;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds out who sends a request. Safe for use by many threads.
 *
 * <p>Wrong credentials are counted by address. Valid ones always pass, whatever was guessed from the same address: all
 * callers behind a proxy have one, and one who guesses must not lock the others out.
 */
public final class Authenticator {

    private final Supplier<ApiKeys> keys;
    private final Optional<TokenVerifier> tokens;
    private final Attempts attempts;

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
        Outcome outcome =
                authorization.flatMap(Credentials::of).map(this::verify).orElseGet(Outcome.Unknown::new);
        return outcome instanceof Outcome.Unknown
                ? attempts.failed(address).<Outcome>map(Outcome.TooMany::new).orElse(outcome)
                : outcome;
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
