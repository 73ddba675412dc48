package dev.weir.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.weir.gateway.settings.JwtSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens: who made them, for whom, until when, and who the caller is. */
class TokenVerifierTest {

    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
    private static RSAKey rsa;
    private static RSAKey stranger;
    private static ECKey ec;

    private final AtomicReference<JWKSet> served = new AtomicReference<>(new JWKSet(List.of(rsa, ec)));
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private volatile boolean down;
    private volatile Runnable slow = () -> {};
    private final PublicKeys keys = new PublicKeys(this::fetch, Duration.ofSeconds(30), nanos::get);
    private final TokenVerifier verifier = new TokenVerifier(
            new JwtSettings(
                    URI.create("https://id.example/keys"),
                    "https://id.example",
                    Set.of("weir"),
                    Set.of("RS256", "PS256", "ES256"),
                    new JwtSettings.Claims("sub", "tenant", "tier", "models", "roles"),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30)),
            keys,
            () -> NOW);

    @BeforeAll
    static void makeKeys() throws JOSEException {
        rsa = new RSAKeyGenerator(2048).keyID("r1").generate();
        stranger = new RSAKeyGenerator(2048).keyID("r1").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("e1").generate();
    }

    private String fetch() throws IOException {
        fetches.incrementAndGet();
        slow.run();
        if (down) {
            throw new IOException("the server is down");
        }
        return served.get().toString();
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("https://id.example")
                .audience("weir")
                .subject("alice")
                .expirationTime(Date.from(NOW.plusSeconds(60)));
    }

    private static String sign(JWTClaimsSet claims, JWSHeader header, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String byRsa(JWTClaimsSet.Builder claims) throws JOSEException {
        return sign(
                claims.build(),
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("r1").build(),
                new RSASSASigner(rsa));
    }

    private Optional<Caller> caller(String token) {
        return verifier.verify(token) instanceof Outcome.Known known ? Optional.of(known.caller()) : Optional.empty();
    }

    @Test
    void verify_tokenOfTheIssuer_isItsCaller() throws JOSEException {
        String token = byRsa(claims().claim("tenant", "acme")
                .claim("tier", "pro")
                .claim("models", List.of("llama", "echo"))
                .claim("roles", "reader ratelimit-admin"));
        assertThat(caller(token))
                .contains(new Caller(
                        "alice",
                        Optional.of("acme"),
                        Optional.of("pro"),
                        Set.of("llama", "echo"),
                        Set.of("reader", "ratelimit-admin")));
    }

    @Test
    void verify_otherAlgorithmsAndTypes_areAccepted() throws JOSEException {
        JWSHeader ofEc = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID("e1")
                .type(new JOSEObjectType("at+jwt"))
                .build();
        assertThat(caller(sign(claims().build(), ofEc, new ECDSASigner(ec)))).isPresent();
        JWSHeader pss = new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("r1").build();
        assertThat(caller(sign(claims().build(), pss, new RSASSASigner(rsa)))).isPresent();
    }

    @Test
    void verify_wrongClaims_areUnknown() throws JOSEException {
        Date past = Date.from(NOW.minusSeconds(31));
        for (JWTClaimsSet.Builder wrong : List.of(
                claims().issuer("https://other.example"),
                claims().audience("other"),
                claims().audience((String) null),
                claims().expirationTime(past),
                claims().expirationTime(null),
                claims().notBeforeTime(Date.from(NOW.plusSeconds(31))),
                claims().subject(null),
                claims().subject(" "),
                claims().subject("a\nb"),
                claims().claim("tenant", List.of("acme")),
                claims().claim("tier", ""))) {
            String token = byRsa(wrong);
            assertThat(verifier.verify(token)).as(wrong.build().toString()).isInstanceOf(Outcome.Unknown.class);
        }
        // within what clocks may differ
        assertThat(caller(byRsa(claims().expirationTime(Date.from(NOW.minusSeconds(29))))))
                .isPresent();
    }

    @Test
    void verify_noModelsInTheClaim_isNoModelAtAll() throws JOSEException {
        assertThat(caller(byRsa(claims())).orElseThrow().mayUse("llama")).isTrue();
        Caller none = caller(byRsa(claims().claim("models", List.of()))).orElseThrow();
        assertThat(none.mayUse("llama")).isFalse();
    }

    @Test
    void verify_forgedTokens_areUnknown() throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("r1").build();
        String byStranger = sign(claims().build(), header, new RSASSASigner(stranger));
        String unsigned = new PlainJWT(claims().build()).serialize();
        // the public key as if it were a shared secret
        String confused = sign(
                claims().build(),
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("r1").build(),
                new MACSigner(rsa.toPublicJWK().toJSONString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        // a key that the token brings, and one that it points to
        JWSHeader brought = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwk(stranger.toPublicJWK())
                .jwkURL(URI.create("https://evil.example/keys"))
                .build();
        String own = sign(claims().build(), brought, new RSASSASigner(stranger));
        String good = byRsa(claims());
        String cut = good.substring(0, good.length() - 6);
        for (String token : List.of(byStranger, unsigned, confused, own, cut, "a.b.c", "..", good + ".x")) {
            assertThat(verifier.verify(token)).as(token).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void keys_thatAreNewAtTheIssuer_areFetchedOnceInAWhile() throws JOSEException {
        served.set(new JWKSet(rsa));
        keys.renew();
        assertThat(fetches).hasValue(1);
        String token = sign(
                claims().build(),
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("e1").build(),
                new ECDSASigner(ec));
        for (int i = 0; i < 100; i++) {
            assertThat(verifier.verify(token)).isInstanceOf(Outcome.Unknown.class);
        }
        assertThat(fetches).hasValue(1);
        served.set(new JWKSet(List.of(rsa, ec)));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(30));
        assertThat(caller(token)).isPresent();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void keys_thatAreNew_areFetchedOnceForTokensThatComeTogether() throws Exception {
        String token = byRsa(claims());
        CountDownLatch arrived = new CountDownLatch(8);
        slow = () -> {
            try {
                arrived.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        List<CompletableFuture<Optional<Caller>>> callers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            arrived.countDown();
                            return caller(token);
                        },
                        task -> new Thread(task).start()))
                .toList();
        for (CompletableFuture<Optional<Caller>> each : callers) {
            assertThat(each.get(10, TimeUnit.SECONDS)).isPresent();
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void keys_whileTheIssuerIsDown_areThoseThatAreKnown() throws JOSEException {
        String token = byRsa(claims());
        down = true;
        assertThat(verifier.verify(token)).isInstanceOf(Outcome.Unavailable.class);
        down = false;
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(30));
        assertThat(caller(token)).isPresent();
        down = true;
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(10));
        keys.renew();
        assertThat(fetches).hasValue(3);
        assertThat(caller(token)).isPresent();
    }

    @Test
    void keys_thatTheIssuerHasWithdrawn_areForgotten() throws JOSEException {
        String token = byRsa(claims());
        assertThat(caller(token)).isPresent();
        served.set(new JWKSet(ec));
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(5));
        keys.renew();
        assertThat(verifier.verify(token)).isInstanceOf(Outcome.Unknown.class);
    }
}
