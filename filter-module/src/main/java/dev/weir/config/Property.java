package dev.weir.config;

import java.util.Locale;
import java.util.Optional;

/** The properties of Weir, with their defaults. */
public enum Property {
    ENABLED("enabled", "true"),
    POLICIES("policies", "anonymous,user,login"),
    NAMESPACE("namespace", ""),
    ZONE("zone", "UTC"),
    STORE("store", "cluster"),
    STORE_PROVIDER("store.provider", "auto"),
    STORE_TIMEOUT("store.timeout", "50ms"),
    STORE_LEASE("store.lease", "auto"),
    FALLBACK_SHARE("fallback.share", "divide"),
    LOCAL_MAX_KEYS("local.max-keys", "100000"),
    CLUSTER_MAX_KEYS("cluster.max-keys", "1000000"),
    EMBEDDED_CLUSTER_NAME("embedded.cluster-name", ""),
    EMBEDDED_PORT("embedded.port", ""),
    EMBEDDED_MEMBERS("embedded.members", ""),
    EMBEDDED_CONFIG("embedded.config", ""),
    CONFIG_REFRESH("config.refresh", "10s"),
    PERSISTENCE_DATASOURCE("persistence.datasource", ""),
    CLIENT_HEADER("client.header", "none"),
    CLIENT_TRUSTED_PROXIES("client.trusted-proxies", ""),
    CLIENT_IPV6_PREFIX("client.ipv6-prefix", "64"),
    USER_NORMALIZE("user.normalize", "none"),
    KEYS_SECRET("keys.secret", ""),
    TENANT_FROM("tenant.from", ""),
    TIERS("tiers", ""),
    TIER_DEFAULT("tier.default", ""),
    EXEMPT_PATHS("exempt.paths", "/health,/health/**,/metrics,/metrics/**"),
    EXEMPT_ADDRESSES("exempt.addresses", ""),
    EXEMPT_ROLES("exempt.roles", ""),
    EXEMPT_PREFLIGHT("exempt.preflight", "true"),
    DENY_ADDRESSES("deny.addresses", ""),
    WITHOUT_REQUEST("without-request", "admit"),
    HEADERS("headers", "draft-11"),
    LOGIN_CONTAINER("login.container", "false"),
    METRICS("metrics", "auto"),
    NEAR("near", "80"),
    HEALTH_STORE_ERRORS("health.store-errors", "5"),
    HEALTH_DECISION_P99("health.decision-p99", "100ms"),
    HEALTH_REFUSED("health.refused", "50"),
    HEALTH_KEYS("health.keys", "80"),
    HEALTH_HEAP("health.heap", "80"),
    HEALTH_PERSISTENCE_LAG("health.persistence-lag", "60s"),
    ADMIN_PATH("admin.path", ""),
    ADMIN_ROLE("admin.role", "ratelimit-admin"),
    ADMIN_VIEWER_ROLE("admin.viewer-role", ""),
    ADMIN_KEYS("admin.keys", "masked"),
    HEALTH_ENDPOINT_P99("health.endpoint-p99", "2s"),
    HEALTH_RESPONSE_ERRORS("health.response-errors", "5"),
    HEALTH_RESPONSE_P99("health.response-p99", "5s"),
    MONITOR("monitor", ""),
    MONITOR_SLOW("monitor.slow", "2s"),
    MONITOR_SLOW_QUERY("monitor.slow-query", "1s"),
    MONITOR_DATASOURCE("monitor.datasource", ""),
    LOG_FORMAT("log.format", "text");

    /** The common prefix of all properties. */
    public static final String PREFIX = "ratelimit.";

    private final String suffix;
    private final String defaultValue;

    Property(String suffix, String defaultValue) {
        this.suffix = suffix;
        this.defaultValue = defaultValue;
    }

    /** The full name. */
    public String fullName() {
        return PREFIX + suffix;
    }

    /** The value of a property that is not set; empty for none. */
    public String defaultValue() {
        return defaultValue;
    }

    /** The property of one tier with the roles whose holders are on it. */
    static String rolesOf(String tier) {
        return PREFIX + "tier." + tier + ".roles";
    }

    /** The properties of one policy, {@code ratelimit.policy.<name>.<suffix>}, with their defaults. */
    public enum OfPolicy {
        LIMIT(""),
        SCOPE("client"),
        KEY_RESOLVER(""),
        ALGORITHM("sliding-window"),
        BURST(""),
        MATCH(""),
        MODE("enforce"),
        ROLLOUT("100"),
        FALLBACK("local"),
        BLOCK(""),
        BLOCK_AFTER("block.after", "1"),
        BLOCK_WITHIN("block.within", ""),
        BLOCK_FACTOR("block.factor", "1"),
        BLOCK_MEMORY("block.memory", "24h"),
        BLOCK_MAX("block.max", "24h"),
        BLOCK_FORGIVES("block.forgives", "false"),
        DISCLOSURE("full"),
        COST("1"),
        CONCURRENCY(""),
        COUNT("all"),
        COUNT_STATUSES("count.statuses", ""),
        USERNAME(""),
        SUCCESS("200-399"),
        ADAPTIVE("false"),
        ADAPTIVE_LATENCY("adaptive.latency", "1s"),
        ADAPTIVE_ERRORS("adaptive.errors", "5%"),
        ADAPTIVE_FLOOR("adaptive.floor", "50%");

        /** The common prefix of the properties of all policies, before the policy's name. */
        public static final String PREFIX = Property.PREFIX + "policy.";

        private final Optional<String> suffix;
        private final String defaultValue;

        OfPolicy(String defaultValue) {
            this.suffix = Optional.empty();
            this.defaultValue = defaultValue;
        }

        OfPolicy(String suffix, String defaultValue) {
            this.suffix = Optional.of(suffix);
            this.defaultValue = defaultValue;
        }

        /** The last part of the name, which is also the name of the filter's init-param. */
        public String suffix() {
            return suffix.orElseGet(() -> name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }

        /** The full name for one policy. */
        public String of(String policy) {
            return PREFIX + policy + '.' + suffix();
        }

        /** The value of a property that is not set; empty for none. */
        public String defaultValue() {
            return defaultValue;
        }

        /** The policy that a property is one of; empty for a property of no single policy. */
        static Optional<String> policyOf(String property) {
            int dot = property.startsWith(PREFIX) ? property.indexOf('.', PREFIX.length()) : -1;
            return dot < 0 ? Optional.empty() : Optional.of(property.substring(PREFIX.length(), dot));
        }

        /** The property with the limits of one policy on one tier. */
        static String limitOn(String tier, String policy) {
            return PREFIX + policy + ".tier." + tier + ".limit";
        }

        /** The property with the number of requests of one key of one policy that may be in progress on one tier. */
        static String concurrencyOn(String tier, String policy) {
            return PREFIX + policy + ".tier." + tier + ".concurrency";
        }

        /** The property with the most members that a key of one policy has on one tier. */
        static String membersOn(String tier, String policy) {
            return PREFIX + policy + ".tier." + tier + ".members";
        }
    }
}
