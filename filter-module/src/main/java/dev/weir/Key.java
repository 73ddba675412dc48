package dev.weir;

import java.util.Objects;

/**
 * The client that is limited: an address, a user, a tenant. Immutable. Keys of different kinds are never equal.
 *
 * <pre>
 * limiter.acquire("reports", Key.user("alice"));
 * </pre>
 *
 * @param kind what the value is
 * @param value the text that distinguishes the key from others of its kind, of any length
 */
public record Key(Kind kind, String value) {

    /** The meaning of a key's value. */
    public enum Kind {
        /** A client address. */
        ADDRESS,
        /** The name of a principal. */
        USER,
        /** The id of a session. */
        SESSION,
        /** A username that is tried at a login. */
        LOGIN,
        /** The id of a tenant. */
        TENANT,
        /** The value of a request header. */
        HEADER,
        /** One key for all clients. */
        GLOBAL,
        /** A value that the application defines. */
        CUSTOM
    }

    public Key {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(value, "value");
    }

    /** The key of a client address: a literal such as {@code 203.0.113.9}, or the canonical text of one. */
    public static Key address(String address) {
        return new Key(Kind.ADDRESS, address);
    }

    /** The key of a principal. */
    public static Key user(String name) {
        return new Key(Kind.USER, name);
    }

    /** The key of a session; only a digest of the id is stored. */
    public static Key session(String id) {
        return new Key(Kind.SESSION, id);
    }

    /**
     * The key of a username under a policy of scope {@code login}, whether or not there is such a user, at all
     * addresses from which the user has not logged in before. Spellings make no difference; only a digest is stored.
     */
    public static Key login(String username) {
        return new Key(Kind.LOGIN, username);
    }

    /** The key of a tenant, by the id that {@code ratelimit.tenant.from} finds. */
    public static Key tenant(String id) {
        return new Key(Kind.TENANT, id);
    }

    /** The key of a request header's value. */
    public static Key header(String value) {
        return new Key(Kind.HEADER, value);
    }

    /** The one key that all clients share. */
    public static Key global() {
        return new Key(Kind.GLOBAL, "");
    }

    /** A key that the application defines. */
    public static Key of(String value) {
        return new Key(Kind.CUSTOM, value);
    }

    /** Returns the kind only: values are personal data, and this text is written to logs. */
    @Override
    public String toString() {
        return "Key[" + kind + "]";
    }
}
