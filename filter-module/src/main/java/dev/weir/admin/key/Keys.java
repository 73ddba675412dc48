package dev.weir.admin.key;

import dev.weir.Key;
import dev.weir.config.Administration;
import dev.weir.config.rule.KeyRule;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keys as operators see them and name them. All texts of keys that come in here are those under which their counters
 * are stored, {@code u:alice}. Safe for use by many threads.
 */
public final class Keys {

    private final Administration.Keys shown;
    private final SecretKeys secrets;

    /**
     * The keys of one application.
     *
     * @param shown how they are shown
     * @param secret a secret that all instances share
     */
    public Keys(Administration.Keys shown, Supplier<byte[]> secret) {
        this.shown = shown;
        this.secrets = new SecretKeys(secret);
    }

    /** The key as operators see it: {@code user:al***}. */
    public String shown(String stored) {
        return shown == Administration.Keys.CLEAR ? KeyText.readable(stored) : masked(stored);
    }

    /** The key as logs have it: never all of it. */
    public String masked(String stored) {
        return masked(stored, shown);
    }

    /** The same for those who keep texts of keys without acting upon them. */
    public static String masked(String stored, Administration.Keys shown) {
        return shown == Administration.Keys.HIDDEN ? KeyMask.HIDDEN : KeyMask.of(stored);
    }

    /** Whether nothing of a key is shown. */
    public boolean areHidden() {
        return shown == Administration.Keys.HIDDEN;
    }

    /**
     * What stands for the key in requests about {@code policy}; the same on all instances, and nothing can be read from
     * it. Who names a key must not be told it: with those of a list it would prove that the name is right.
     */
    public String token(String policy, String stored) {
        return secrets.encrypt(policy, stored);
    }

    /**
     * The key of {@code policy} that {@code token} stands for; empty if it stands for none, or was made before a
     * restart of all.
     */
    public Optional<String> stored(String policy, String token) {
        return secrets.decrypt(policy, token);
    }

    /** All of the key; empty if not even those who administer may see it. */
    public Optional<String> revealed(String stored) {
        return shown == Administration.Keys.HIDDEN ? Optional.empty() : Optional.of(KeyText.readable(stored));
    }

    /** The key that an operator wrote. */
    public Key parse(String text, KeyRule rule) {
        return KeyText.parse(text, rule);
    }

    /**
     * The key that is stored as {@code stored}; empty if only a digest of it is: then who wants to change something has
     * to write the key itself.
     */
    public Optional<Key> keyOf(String stored) {
        return KeyText.keyOf(stored);
    }

    /** A name for {@code text} that is the same on all instances and from which it cannot be guessed. */
    public String id(String text) {
        return secrets.id(text);
    }
}
