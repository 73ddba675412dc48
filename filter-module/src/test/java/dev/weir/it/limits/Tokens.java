package dev.weir.it.limits;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Issues MicroProfile JWTs by a key that is made for one run, and forges others. */
final class Tokens {

    private static final String ISSUER = "https://issuer.example";
    private static final KeyPair KEYS = keys();
    private static final KeyPair OTHER_KEYS = keys();

    private Tokens() {}

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The lines by which a server knows the issuer. */
    static String configuration() {
        return "mp.jwt.verify.issuer=" + ISSUER + "\nmp.jwt.verify.publickey="
                + Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded()) + "\n";
    }

    /** A token with more members of its payload, as {@code "org":"acme"}. */
    static String issued(String members) {
        return signed("RS256", members, KEYS.getPrivate());
    }

    /** A token that somebody else signed. */
    static String issuedByAnother(String members) {
        return signed("RS256", members, OTHER_KEYS.getPrivate());
    }

    /** A token that says that it has no signature. */
    static String unsigned(String members) {
        return content("none", members) + '.';
    }

    /** An issued token, whose payload was exchanged for another. */
    static String exchanged(String issued, String members) {
        return content("RS256", members) + issued.substring(issued.lastIndexOf('.'));
    }

    /** A token whose secret is what everybody knows, the public key. */
    static String signedByPublicKey(String members) {
        try {
            String content = content("HS256", members);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEYS.getPublic().getEncoded(), "HmacSHA256"));
            return content + '.' + text(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(String algorithm, String members, PrivateKey key) {
        try {
            String content = content(algorithm, members);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + '.' + text(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String content(String algorithm, String members) {
        long now = Instant.now().getEpochSecond();
        String payload =
                """
                {"iss":"%s","sub":"alice","upn":"alice","jti":"%d","iat":%d,"exp":%d,"groups":["caller"]%s}""".formatted(ISSUER, System.nanoTime(), now, now + 600, members.isEmpty() ? "" : "," + members);
        return text("{\"alg\":\"%s\",\"typ\":\"JWT\"}".formatted(algorithm)) + '.' + text(payload);
    }

    private static String text(String json) {
        return text(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
