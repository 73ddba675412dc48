package dev.weir.config;

import dev.weir.config.rule.HeaderDialect;
import dev.weir.config.rule.WithoutRequest;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.PathPattern;
import dev.weir.store.StoreSettings;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The whole configuration of one application. Immutable.
 *
 * @param enabled false turns everything off
 * @param namespace distinguishes the counters of this application from those of others; empty for one that is named
 *     after the application
 * @param clientAddress how the client's address is determined
 * @param foldUserNames whether names of principals that differ in case alone are one key
 * @param keysSecret if present, keys are stored as HMAC-SHA-256
 * @param deniedAddresses clients that are refused with status 403
 * @param withoutRequest the treatment of bean calls that no request causes
 * @param zone the time zone of calendar windows
 * @param refreshMillis the time after which the configuration is read again; 0 for never
 * @param containerLogins whether the logins that the container makes are counted
 * @param tiers the tiers of keys
 * @param administration where it is administered while it runs; empty if nowhere
 * @param monitoring how the application is watched
 * @param policies the policies by name
 * @param notes settings that are valid but probably unintended
 */
public record Settings(
        boolean enabled,
        Optional<String> namespace,
        StoreSettings store,
        ClientAddress clientAddress,
        boolean foldUserNames,
        Optional<String> keysSecret,
        Exemptions exemptions,
        AddressRanges deniedAddresses,
        WithoutRequest withoutRequest,
        Set<HeaderDialect> headers,
        ZoneId zone,
        long refreshMillis,
        boolean containerLogins,
        Tiers tiers,
        Optional<Administration> administration,
        Monitoring monitoring,
        Map<String, PolicySettings> policies,
        List<String> notes) {

    public Settings {
        notes = List.copyOf(notes);
        headers = Set.copyOf(headers);
        // in the order of the configuration, which is that of the header fields
        policies = Collections.unmodifiableMap(new LinkedHashMap<>(policies));
    }

    /**
     * These settings with what can change while the application runs, as {@code read} has it: the policies that are
     * known, which requests are exempt, and which clients are denied. A policy that {@code read} does not have, or that
     * is one of {@code unchanged}, stays.
     */
    public Settings refreshed(Settings read, Set<String> unchanged) {
        Map<String, PolicySettings> present = new LinkedHashMap<>(policies);
        present.replaceAll((name, known) -> unchanged.contains(name) ? known : read.policies.getOrDefault(name, known));
        return changed(read.exemptions, read.deniedAddresses, present);
    }

    /** These settings with {@code policy} in the place of the one of its name. */
    public Settings with(PolicySettings policy) {
        Map<String, PolicySettings> present = new LinkedHashMap<>(policies);
        present.put(policy.name(), policy);
        return changed(exemptions, deniedAddresses, present);
    }

    private Settings changed(Exemptions exempt, AddressRanges denied, Map<String, PolicySettings> present) {
        return new Settings(
                enabled,
                namespace,
                store,
                clientAddress,
                foldUserNames,
                keysSecret,
                exempt,
                denied,
                withoutRequest,
                headers,
                zone,
                refreshMillis,
                containerLogins,
                tiers,
                administration,
                monitoring,
                present,
                notes);
    }

    /** The properties of which some part needs the filter that the jar installs, or its initializer. */
    public List<String> filterProperties() {
        List<String> names = new ArrayList<>();
        if (enabled) {
            policies.values().stream()
                    .filter(policy -> !policy.match().isEmpty())
                    .forEach(policy -> names.add(Property.OfPolicy.MATCH.of(policy.name())));
            // elsewhere the end of a response is not known for certain
            policies.values().stream()
                    .filter(policy -> policy.policy().concurrency().isPresent())
                    .forEach(policy -> names.add(Property.OfPolicy.CONCURRENCY.of(policy.name())));
            if (!deniedAddresses.isEmpty()) {
                names.add(Property.DENY_ADDRESSES.fullName());
            }
            // the initializer of the jar, which installs that filter, installs the servlet, too
            administration.ifPresent(each -> names.add(Property.ADMIN_PATH.fullName()));
        }
        return names;
    }

    /**
     * A line for each pattern that may match less than its author expects, and for health probes that are not exempt.
     */
    public List<String> pathNotes() {
        return enabled ? PathNotes.of(this) : List.of();
    }

    /**
     * The tiers of keys, by which the limits of policies differ. Immutable.
     *
     * @param names in the order of the configuration
     * @param defaultTier the tier of a key that has no other; empty if there are no tiers
     * @param roles the roles whose holders are on a tier, by its name
     */
    public record Tiers(List<String> names, String defaultTier, Map<String, List<String>> roles) {

        /** There are no tiers. */
        public static final Tiers NONE = new Tiers(List.of(), "", Map.of());

        public Tiers {
            names = List.copyOf(names);
            roles = Map.copyOf(roles);
        }
    }

    /**
     * Requests that are never limited and never charged. Immutable.
     *
     * @param preflight whether CORS preflights are among them
     */
    public record Exemptions(List<PathPattern> paths, AddressRanges addresses, Set<String> roles, boolean preflight) {
        public Exemptions {
            paths = List.copyOf(paths);
            roles = Set.copyOf(roles);
        }
    }
}
