package dev.weir.engine;

import dev.weir.Key;
import dev.weir.match.ClientAddress;
import dev.weir.store.CounterId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.crypto.spec.SecretKeySpec;

/**
 * Converts keys to the canonical form that is kept in memory, and to the text under which their counters are stored.
 * Neither is longer than 128 characters, and keys of two kinds never have the same text. Safe for use by many threads.
 */
public final class KeyCodec {

    private static final int LONGEST = 128;
    /** The length of the longest text before the value: {@code u:}. */
    private static final int LONGEST_KIND = 2;
    /**
     * The largest number of characters that can take five in the database column. If all others of 128 take two, they
     * fit 720 together with the longest namespace and the longest name of a policy.
     */
    private static final int MOST_COSTLY = 90;

    static final String DIGEST = "sha256:";
    private static final int DIGEST_LENGTH = DIGEST.length() + 64;

    private final ClientAddress clientAddress;
    private final Optional<SecretKeySpec> secret;
    private final UnaryOperator<String> userName;
    private final Supplier<String> namespace;

    /**
     * Creates the codec of one application.
     *
     * @param secret if present, keys are stored as HMAC-SHA-256, so that the grid holds no personal data
     * @param userName returns the one spelling of a principal's name
     * @param namespace distinguishes the counters of this application from those of others
     */
    public KeyCodec(
            ClientAddress clientAddress,
            Optional<String> secret,
            UnaryOperator<String> userName,
            Supplier<String> namespace) {
        this.clientAddress = clientAddress;
        this.secret = secret.map(Digests::hmacKey);
        this.userName = userName;
        this.namespace = namespace;
    }

    /**
     * Returns the canonical key. It is the same for all spellings of an address, a session or a name. Its length is
     * bounded, and it is made before any look-up, so that clients cannot fill the memory with long keys. A digest is
     * marked as one; a value that merely looks like a digest is itself digested.
     */
    Key canonical(Key key) {
        return switch (key.kind()) {
            case ADDRESS -> bounded(address(key));
            case USER -> bounded(user(key));
            case SESSION -> isDigest(key.value()) ? key : Key.session(Digests.sessionKey(key.value()));
            case LOGIN -> isDigest(key.value()) ? key : login(key);
            case TENANT, HEADER, GLOBAL, CUSTOM -> bounded(key);
        };
    }

    private static Key bounded(Key key) {
        String value = key.value();
        if (value.length() <= LONGEST - LONGEST_KIND && !value.startsWith(DIGEST)) {
            return key;
        }
        return new Key(key.kind(), DIGEST + Digests.sha256(prefix(key.kind()) + value));
    }

    private static boolean isDigest(String value) {
        return value.length() == DIGEST_LENGTH && value.startsWith(DIGEST);
    }

    private Key user(Key key) {
        String name = userName.apply(key.value());
        return name.equals(key.value()) ? key : Key.user(name);
    }

    /** A blank name has no user, and the counter of all that is not clear. */
    private static Key login(Key key) {
        return LoginName.of(key.value()).orElse(LoginName.UNCLEAR).key();
    }

    private Key address(Key key) {
        String value = key.value();
        boolean canonical =
                value.startsWith("4:") ? value.indexOf(':', 2) < 0 : value.startsWith("6:") && value.contains("/");
        return canonical ? key : Key.address(resolved(value));
    }

    /**
     * Resolves an address. A text that is no literal is canonical already, or opaque: in both cases it begins with its
     * own kind.
     */
    private String resolved(String value) {
        boolean canonical = value.startsWith("4:") || value.startsWith("?:") || value.startsWith("6:");
        String resolved = clientAddress.resolve(value, List.of());
        return canonical && resolved.startsWith("?:") ? value : resolved;
    }

    /**
     * The text for a counter of a canonical key: {@code /shop|login|4:203.0.113.9}. Only the last part can contain the
     * separator.
     */
    public String of(CounterId id) {
        return namespace.get() + '|' + id.policy().name() + '|' + text(id.key());
    }

    /** The text for a key in any spelling. */
    public String textOf(Key key) {
        return text(canonical(key));
    }

    /**
     * What stands for a principal among those of a tenant, a digest of both: it cannot be read, nor be compared with
     * those of other tenants, and no user can choose a name that stands for another user.
     *
     * @param tenant a canonical key
     */
    String entry(Key tenant, String principal) {
        return Digests.brief(secret, plain(tenant) + '|' + plain(canonical(Key.user(principal))));
    }

    /** The text for a canonical key. */
    String text(Key key) {
        String plain = plain(key);
        return secret.map(each -> "hmac:" + Digests.hmac(each, plain)).orElse(plain);
    }

    private static String plain(Key key) {
        String value = key.value();
        if (isDigest(value)) {
            return switch (key.kind()) {
                case SESSION, LOGIN -> prefix(key.kind()) + value.substring(DIGEST.length());
                case ADDRESS, USER, TENANT, HEADER, GLOBAL, CUSTOM -> value;
            };
        }
        String text = prefix(key.kind()) + value;
        return isKeptAsItIs(text) ? text : DIGEST + Digests.sha256(text);
    }

    /** The prefix of a kind; empty for an address, which begins with {@code 4:}, {@code 6:} or {@code ?:} itself. */
    static String prefix(Key.Kind kind) {
        return switch (kind) {
            case ADDRESS -> "";
            case USER -> "u:";
            case SESSION -> "s:";
            case LOGIN -> "l:";
            case TENANT -> "t:";
            case HEADER -> "h:";
            case GLOBAL -> "g:";
            case CUSTOM -> "c:";
        };
    }

    /**
     * Whether the text is stored unchanged. An unpaired surrogate is lost where text becomes bytes, so that two keys
     * would become one.
     */
    private static boolean isKeptAsItIs(String text) {
        long costly = text.chars()
                .filter(c -> c <= ' ' || c >= 0x7f || c == '%' || c == '^')
                .count();
        return costly <= MOST_COSTLY && !Digests.hasHalfPair(text);
    }
}
