package dev.weir.admin.resource;

import dev.weir.Key;
import dev.weir.admin.Call;
import dev.weir.admin.JsonBody;
import dev.weir.admin.RejectedCall;
import dev.weir.admin.key.Keys;
import dev.weir.config.PolicySettings;
import dev.weir.runtime.Operations;
import java.util.List;
import java.util.Optional;

/** Finds the policies and keys that requests name, by the key itself or by its token. Safe for use by many threads. */
final class Subjects {

    static final String POLICY = "policy";
    static final String KEY = "key";
    static final String TOKEN = "token";

    private final Operations operations;
    private final Keys keys;

    Subjects(Operations operations, Keys keys) {
        this.operations = operations;
        this.keys = keys;
    }

    /** The policy of that name. */
    PolicySettings policy(String name) {
        return operations
                .policy(name)
                // what was asked for is not repeated: it can be anything
                .orElseThrow(() -> RejectedCall.notFound("policy: there is no policy of that name"));
    }

    /** The subject of a body. */
    Subject of(JsonBody body) {
        return find(body).orElseThrow(Subjects::missing);
    }

    /** The subject of a body that may name no key. */
    Optional<Subject> find(JsonBody body) {
        return find(body.required(POLICY), body.text(KEY), body.text(TOKEN));
    }

    /** The subject of a query. */
    Subject of(Call call) {
        return find(call.requiredQuery(POLICY), call.query(KEY), call.query(TOKEN))
                .orElseThrow(Subjects::missing);
    }

    private static RejectedCall missing() {
        return RejectedCall.malformed("key: is missing, and so is token");
    }

    private Optional<Subject> find(String policyName, Optional<String> text, Optional<String> token) {
        PolicySettings policy = policy(policyName);
        if (text.isPresent() && token.isPresent()) {
            throw RejectedCall.malformed("key: there is a token, too");
        }
        if (token.isPresent()) {
            return Optional.of(ofStored(policy.name(), stored(policy.name(), token.get())));
        }
        return text.map(each -> named(policy, each));
    }

    /** The subject whose key an operator wrote. */
    Subject named(PolicySettings policy, String text) {
        Key key;
        try {
            key = keys.parse(text, policy.key());
        } catch (IllegalArgumentException e) {
            // its message is for callers
            throw RejectedCall.malformed(String.valueOf(e.getMessage()));
        }
        int prefix = text.lastIndexOf('/');
        if (key.kind() == Key.Kind.ADDRESS && prefix >= 0) {
            String network = operations.clientAddress().resolve(key.value(), List.of());
            if (!network.endsWith(text.substring(prefix))) {
                throw RejectedCall.malformed(
                        "key: networks have " + operations.clientAddress().ipv6Prefix() + " bits");
            }
        }
        return ofKey(policy.name(), key);
    }

    /** The stored text of the key of a policy that a token stands for. */
    String stored(String policy, String token) {
        return keys.stored(policy, token)
                .orElseThrow(
                        () -> RejectedCall.notFound("token: stands for no key, or not any more; read the keys again"));
    }

    private Subject ofStored(String policy, String stored) {
        return keys.keyOf(stored)
                .map(key -> new Subject(policy, key, stored))
                .orElseThrow(() -> new RejectedCall(
                        409, "token: only a digest of this key is stored; write the key itself as key"));
    }

    /** The subject with that key. */
    Subject ofKey(String policy, Key key) {
        return new Subject(policy, key, operations.storedText(key));
    }
}
