package dev.weir.gateway.settings;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A property below {@code ratelimit.llm.model.<id>.}, with its default. */
public enum ModelProperty {
    /** The names that clients use; the first is that of the upstream. */
    NAMES("names", ""),
    /** The base URL, or {@code echo}. */
    UPSTREAM("upstream", ""),
    /** The bearer token that the upstream asks for. */
    UPSTREAM_KEY("upstream-key", ""),
    /** What is decided together for a request. */
    POLICIES("policies", "llm-tokens,llm-requests"),
    /** How the tokens of prompts are counted. */
    TOKENIZER("tokenizer", "cl100k"),
    /** Tokens that each message has besides its text. */
    TEMPLATE_TOKENS("template-tokens", "4"),
    /** Tokens of an image or a sound. */
    MEDIA_TOKENS("media-tokens", "none"),
    /** The largest cap. */
    MAX_OUTPUT("max-output", "none"),
    /** The cap of a request that names none. */
    DEFAULT_OUTPUT("default-output", "256"),
    /** The smallest cap of such a request. */
    MIN_OUTPUT("min-output", "16"),
    /** Which tokens are charged. */
    CHARGE("charge", "total"),
    /** How long a connection may take. */
    CONNECT("timeout.connect", "2s"),
    /** How long the head of an answer may take. */
    FIRST_BYTE("timeout.first-byte", "30s"),
    /** How long the next part of an answer may take. */
    IDLE("timeout.idle", "30s"),
    /** How long an answer may take. */
    TOTAL("timeout.total", "10m"),
    /** Failures in a row after which the upstream is left alone. */
    FAILURES("breaker.failures", "5"),
    /** For how long it is left alone. */
    OPEN("breaker.open", "10s");

    /** What the names of the properties of models begin with, below {@link GatewayProperty#PREFIX}. */
    public static final String PREFIX = "model.";

    private final String key;
    private final String defaultValue;

    ModelProperty(String key, String defaultValue) {
        this.key = key;
        this.defaultValue = defaultValue;
    }

    /** The name below that of the model. */
    public String key() {
        return key;
    }

    /** The value that holds where the property is not set; empty if there is none. */
    public String defaultValue() {
        return defaultValue;
    }

    /** The name below {@link GatewayProperty#PREFIX} for the model of that identifier. */
    public String of(String id) {
        return PREFIX + id + '.' + key;
    }

    /** The identifier of the model that {@code name}, below {@link GatewayProperty#PREFIX}, is a property of. */
    public static Optional<String> model(String name) {
        return Arrays.stream(values())
                .map(each -> '.' + each.key)
                .filter(suffix -> name.startsWith(PREFIX)
                        && name.endsWith(suffix)
                        && name.length() > PREFIX.length() + suffix.length())
                .map(suffix -> name.substring(PREFIX.length(), name.length() - suffix.length()))
                .findFirst();
    }

    /** The names of all of them below that of a model. */
    public static Set<String> keys() {
        return Arrays.stream(values()).map(ModelProperty::key).collect(Collectors.toCollection(TreeSet::new));
    }
}
