package dev.weir.gateway.runtime;

import dev.weir.gateway.auth.ApiKeys;
import dev.weir.gateway.auth.Attempts;
import dev.weir.gateway.auth.Authenticator;
import dev.weir.gateway.auth.KeyFetch;
import dev.weir.gateway.auth.KeyFile;
import dev.weir.gateway.auth.PublicKeys;
import dev.weir.gateway.auth.Tiers;
import dev.weir.gateway.auth.TokenVerifier;
import dev.weir.gateway.settings.GatewaySettings;
import dev.weir.gateway.settings.JwtSettings;
import dev.weir.spi.ModuleHost;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Where callers come from: the file of the API keys, and the issuer of tokens. Safe for use by many threads. */
final class CallerSource {

    private static final System.Logger LOG = System.getLogger(CallerSource.class.getName());
    /** A key that is revoked is refused within a second, after two reads. */
    private static final Duration REREAD = Duration.ofMillis(300);

    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Tiers tiers = new Tiers();
    private final Optional<KeyFile> file;
    private final Optional<PublicKeys> issuer;
    private final Authenticator authenticator;

    CallerSource(GatewaySettings settings, ModuleHost host, Attempts attempts) {
        InstantSource clock = InstantSource.system();
        file = settings.keys().map(path -> new KeyFile(path, clock));
        Optional<JwtSettings> jwt = settings.jwt();
        issuer = jwt.map(
                each -> new PublicKeys(new KeyFetch(each.jwks(), host.nanoTime()), each.refresh(), host.nanoTime()));
        Optional<TokenVerifier> tokens = jwt.flatMap(each -> issuer.map(keys -> new TokenVerifier(each, keys, clock)));
        authenticator = new Authenticator(() -> file.map(KeyFile::keys).orElse(ApiKeys.NONE), tokens, attempts);
    }

    /** Reads keys now, and again and again from now on. */
    void start(GatewayThreads threads) {
        if (file.isEmpty() && issuer.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "every request below /v1 is refused: neither ratelimit.llm.keys nor ratelimit.llm.jwt.jwks is set");
        }
        file.ifPresent(keys -> {
            reread(keys);
            threads.repeat("weir-llm-keys", REREAD, () -> reread(keys));
        });
        issuer.ifPresent(keys -> threads.repeat("weir-llm-jwks", LOOK, keys::renew));
    }

    private void reread(KeyFile keys) {
        if (keys.reread()) {
            keys.keys().callers().forEach(tiers::remember);
        }
    }

    Authenticator authenticator() {
        return authenticator;
    }

    Tiers tiers() {
        return tiers;
    }
}
