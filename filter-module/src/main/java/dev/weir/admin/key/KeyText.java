package dev.weir.admin.key;

import dev.weir.Key;
import dev.weir.Scope;
import dev.weir.config.rule.KeyRule;
import dev.weir.match.AddressRanges;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keys as operators write them, {@code user:alice} or {@code 4:203.0.113.9}, and as their counters are stored,
 * {@code u:alice}. Stateless.
 */
final class KeyText {

    private static final String GLOBAL = "global";
    private static final String DIGEST = "sha256:";
    private static final String HMAC = "hmac:";
    private static final Pattern STORED_ADDRESS = Pattern.compile("[46?]:.*", Pattern.DOTALL);
    /** The kinds that operators name, by their names. */
    private static final Map<String, Key.Kind> NAMES = new LinkedHashMap<>();
    /** What the stored texts of these kinds begin with. */
    private static final Map<String, Key.Kind> PREFIXES = Map.of(
            "u:", Key.Kind.USER,
            "s:", Key.Kind.SESSION,
            "l:", Key.Kind.LOGIN,
            "t:", Key.Kind.TENANT,
            "h:", Key.Kind.HEADER,
            "c:", Key.Kind.CUSTOM);

    static {
        NAMES.put("user:", Key.Kind.USER);
        NAMES.put("address:", Key.Kind.ADDRESS);
        NAMES.put("tenant:", Key.Kind.TENANT);
        NAMES.put("login:", Key.Kind.LOGIN);
        NAMES.put("session:", Key.Kind.SESSION);
        NAMES.put("header:", Key.Kind.HEADER);
        NAMES.put("custom:", Key.Kind.CUSTOM);
    }

    private KeyText() {}

    /**
     * Reads what an operator wrote. A text without a kind is a key of the kind that the policy has.
     *
     * @param rule the rule by which the policy makes its keys
     * @throws IllegalArgumentException if it is no key; the message does not repeat it
     */
    public static Key parse(String text, KeyRule rule) {
        if (text.equals(GLOBAL)) {
            return Key.global();
        }
        if (STORED_ADDRESS.matcher(text).matches()) {
            return address(text);
        }
        for (Map.Entry<String, Key.Kind> each : NAMES.entrySet()) {
            if (text.startsWith(each.getKey())) {
                return key(each.getValue(), text.substring(each.getKey().length()));
            }
        }
        return key(kind(rule, text), text);
    }

    private static Key key(Key.Kind kind, String value) {
        if (kind == Key.Kind.GLOBAL) {
            return Key.global();
        }
        if (value.isEmpty()) {
            throw new IllegalArgumentException("key: has no value");
        }
        return kind == Key.Kind.ADDRESS ? address(value) : new Key(kind, value);
    }

    /** An address, also as its counter is stored: one that is no address, or spelt otherwise, would block none. */
    private static Key address(String value) {
        boolean stored = STORED_ADDRESS.matcher(value).matches();
        if (value.startsWith("?:")) {
            return Key.address(value);
        }
        String text = stored ? value.substring(2) : value;
        int prefix = stored && value.startsWith("6:") ? text.indexOf('/') : -1;
        String plain = prefix < 0 ? text : text.substring(0, prefix);
        if (!isAddress(plain) || (stored && value.startsWith("4:") != (plain.indexOf(':') < 0))) {
            throw new IllegalArgumentException("key: is no address");
        }
        return Key.address(plain);
    }

    private static Key.Kind kind(KeyRule rule, String text) {
        if (rule instanceof KeyRule.ByScope byScope) {
            return kind(byScope.scope(), text);
        }
        if (rule instanceof KeyRule.ByTenant) {
            return Key.Kind.TENANT;
        }
        return rule instanceof KeyRule.ByHeader ? Key.Kind.HEADER : Key.Kind.CUSTOM;
    }

    private static Key.Kind kind(Scope scope, String text) {
        return switch (scope) {
            case ANONYMOUS, ADDRESS -> Key.Kind.ADDRESS;
            case USER -> Key.Kind.USER;
            case CLIENT -> isAddress(text) ? Key.Kind.ADDRESS : Key.Kind.USER;
            case LOGIN -> Key.Kind.LOGIN;
            case SESSION -> Key.Kind.SESSION;
            case TENANT -> Key.Kind.TENANT;
            case GLOBAL -> Key.Kind.GLOBAL;
        };
    }

    private static boolean isAddress(String text) {
        try {
            return text.indexOf('/') < 0 && !AddressRanges.parse(text).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * The key whose counters are stored under {@code stored}; empty if only a digest is, from which no key can be made.
     */
    public static Optional<Key> keyOf(String stored) {
        if (STORED_ADDRESS.matcher(stored).matches()) {
            return Optional.of(Key.address(stored));
        }
        if (stored.equals("g:")) {
            return Optional.of(Key.global());
        }
        if (stored.startsWith(HMAC) || stored.startsWith(DIGEST) || stored.length() < 2) {
            return Optional.empty();
        }
        String value = stored.substring(2);
        return Optional.ofNullable(PREFIXES.get(stored.substring(0, 2))).map(kind -> switch (kind) {
            // of these the store has digests, which stand for the values themselves
            case SESSION, LOGIN -> new Key(kind, DIGEST + value);
            case ADDRESS, USER, TENANT, HEADER, GLOBAL, CUSTOM -> new Key(kind, value);
        });
    }

    /** What an operator would write for the key that is stored as {@code stored}. */
    public static String readable(String stored) {
        return keyOf(stored).map(key -> readable(key, stored)).orElse(stored);
    }

    private static String readable(Key key, String stored) {
        return switch (key.kind()) {
            case ADDRESS -> stored;
            case GLOBAL -> GLOBAL;
            case USER, SESSION, LOGIN, TENANT, HEADER, CUSTOM -> name(key.kind()) + key.value();
        };
    }

    static String name(Key.Kind kind) {
        for (Map.Entry<String, Key.Kind> each : NAMES.entrySet()) {
            if (each.getValue() == kind) {
                return each.getKey();
            }
        }
        return "";
    }
}
