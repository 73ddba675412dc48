package dev.weir.gateway.settings;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A property below {@code ratelimit.llm.} that is not one of a model, with its default. */
public enum GatewayProperty {
    /** The identifiers of the models; empty for all that have properties. */
    MODELS("models", ""),
    /** The most bytes of a request. */
    MAX_BODY("max-body", "1MiB"),
    /** The file of the API keys. */
    KEYS("keys", "none"),
    /** The file that requests are told to. */
    AUDIT_FILE("audit.file", "none"),
    /** Whether that file has prompts and answers too. */
    AUDIT_CONTENT("audit.content", "false"),
    /** The file or the URL of the keys by which tokens are verified. */
    JWT_JWKS("jwt.jwks", "none"),
    /** Who has to have made a token. */
    JWT_ISSUER("jwt.issuer", ""),
    /** For whom a token has to be made. */
    JWT_AUDIENCE("jwt.audience", ""),
    /** The signatures that are accepted. */
    JWT_ALGORITHMS("jwt.algorithms", "RS256,RS384,RS512,PS256,PS384,PS512,ES256,ES384,ES512"),
    /** The claim with the name of the principal. */
    JWT_PRINCIPAL("jwt.principal-claim", "sub"),
    /** The claim with the tenant. */
    JWT_TENANT("jwt.tenant-claim", "tenant"),
    /** The claim with the tier. */
    JWT_TIER("jwt.tier-claim", "tier"),
    /** The claim with the identifiers of the models that may be used. */
    JWT_MODELS("jwt.models-claim", "models"),
    /** The claim with the roles. */
    JWT_ROLES("jwt.roles-claim", "roles"),
    /** By how much clocks may differ. */
    JWT_SKEW("jwt.clock-skew", "30s"),
    /** For how long keys that were fetched are not fetched again for a token whose key is unknown. */
    JWT_REFRESH("jwt.refresh", "30s");

    /** What the names of all properties begin with. */
    public static final String PREFIX = "ratelimit.llm.";

    private final String key;
    private final String defaultValue;

    GatewayProperty(String key, String defaultValue) {
        this.key = key;
        this.defaultValue = defaultValue;
    }

    /** The name below {@link #PREFIX}. */
    public String key() {
        return key;
    }

    /** The value that holds where the property is not set; empty if there is none. */
    public String defaultValue() {
        return defaultValue;
    }

    /** The names of all of them below {@link #PREFIX}. */
    public static Set<String> keys() {
        return Arrays.stream(values()).map(GatewayProperty::key).collect(Collectors.toCollection(TreeSet::new));
    }
}
