package dev.weir.runtime;

import dev.weir.Limit;
import dev.weir.Scope;
import dev.weir.config.Declaration;
import dev.weir.config.FilterParameters;
import dev.weir.config.PolicySettings;
import dev.weir.config.Settings;
import dev.weir.config.rule.KeyRule;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.match.PathPattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policies and the sites where they apply, for the log at the start: a limit that is not listed does not exist.
 *
 * @param store the description of the store
 * @param declarations the declarations of sites
 */
record StartUpSummary(
        Deployment deployment,
        String namespace,
        String store,
        Settings settings,
        Collection<Declaration> declarations) {

    private static final int MOST_LINES = 40;
    private static final int MOST_SITES = 5;

    /** Logs the summary, and as a warning what is probably not meant so: {@code undelivered} too, if there is any. */
    void logTo(System.Logger log, Optional<String> undelivered) {
        log.log(System.Logger.Level.INFO, text());
        List<String> concerns = new ArrayList<>(concerns());
        undelivered.ifPresent(concerns::add);
        if (!concerns.isEmpty()) {
            log.log(
                    System.Logger.Level.WARNING,
                    "Weir found " + concerns.size() + " thing(s) that are probably not meant so:\n  "
                            + String.join("\n  ", concerns));
        }
    }

    /** The whole summary, in lines. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("Weir " + version() + " at context root " + root() + ", namespace " + namespace);
        lines.add("  " + store);
        if (settings.enabled()) {
            addPolicies(lines);
            settings.pathNotes().forEach(note -> lines.add("  " + note));
        }
        if (lines.size() > MOST_LINES) {
            int left = lines.size() - MOST_LINES + 1;
            lines.subList(MOST_LINES - 1, lines.size()).clear();
            lines.add("  and " + left + " more lines");
        }
        return String.join("\n", lines);
    }

    private String root() {
        return deployment.contextPath().isEmpty() ? "/" : deployment.contextPath();
    }

    private static String version() {
        String version = StartUpSummary.class.getPackage().getImplementationVersion();
        return version == null ? "(version unknown)" : version;
    }

    private void addPolicies(List<String> lines) {
        Map<String, Set<String>> sites = sites();
        List<String> unused = new ArrayList<>();
        for (PolicySettings policy : settings.policies().values()) {
            List<String> where = new ArrayList<>();
            policy.match().forEach(pattern -> where.add("match " + pattern));
            where.addAll(sites.getOrDefault(policy.name(), Set.of()));
            where.addAll(policy.places());
            if (where.isEmpty() && !policy.configured()) {
                unused.add(policy.name());
            } else {
                lines.add("  " + line(policy, where));
                if (policy.hasTiers()) {
                    settings.tiers().names().forEach(tier -> lines.add("    " + line(policy, tier)));
                }
                where.stream().limit(MOST_SITES).forEach(each -> lines.add("    " + each));
                if (where.size() > MOST_SITES) {
                    lines.add("    and " + (where.size() - MOST_SITES) + " more places");
                }
            }
        }
        if (!unused.isEmpty()) {
            lines.add("  built in, and used by no match, annotation or filter: " + String.join(", ", unused));
        }
    }

    /** The sites that declare policies, by the policies' names. */
    private Map<String, Set<String>> sites() {
        Map<String, Set<String>> sites = new TreeMap<>();
        for (Declaration each : declarations) {
            sites.computeIfAbsent(each.policy(), name -> new TreeSet<>())
                    .add(placed(each.site(), deployment.mappings()));
        }
        return sites;
    }

    /** The site, and of a filter where it is mapped. */
    static String placed(String site, Map<String, List<String>> mappings) {
        for (Map.Entry<String, List<String>> each : mappings.entrySet()) {
            if (FilterParameters.site(each.getKey()).equals(site)) {
                return site
                        + (each.getValue().isEmpty()
                                ? ", mapped nowhere"
                                : " at " + String.join(", ", each.getValue()));
            }
        }
        return site;
    }

    private static String line(PolicySettings policy, List<String> where) {
        String limits = limits(policy.policy());
        String mode = mode(policy.policy());
        String nowhere = where.isEmpty()
                ? "; applies nowhere: no match, annotation or filter names it, only a call of RateLimiter can"
                : "";
        return policy.name() + ": " + limits + ", " + key(policy.key()) + ", " + mode + nowhere;
    }

    private static String line(PolicySettings policy, String tier) {
        String members = policy.membersOn(tier)
                .map(most -> ", at most " + most + " members in a UTC day")
                .orElse("");
        return "tier " + tier + ": " + limits(policy.onTier(tier)) + members;
    }

    private static String mode(Policy policy) {
        if (policy.mode() == Mode.ENFORCE && policy.rollout() < Policy.ALL_KEYS) {
            BigDecimal percentage = BigDecimal.valueOf(policy.rollout(), 2).stripTrailingZeros();
            return "enforce, rollout " + percentage.toPlainString() + " %";
        }
        return policy.mode() == Mode.OFF
                ? "off, so it limits nothing"
                : policy.mode().name().toLowerCase(Locale.ROOT);
    }

    private static String limits(Policy policy) {
        Stream<String> limits = policy.limits().stream().map(StartUpSummary::limit);
        Stream<String> atOnce = policy.concurrency().stream().map(most -> "at most " + most + " at once");
        String all = Stream.concat(limits, atOnce).collect(Collectors.joining(", "));
        return all.isEmpty() ? "unlimited" : all;
    }

    private static String limit(Limit limit) {
        return limit
                + limit.calendar().map(calendar -> " in " + calendar.zone()).orElse("");
    }

    private static String key(KeyRule rule) {
        if (rule instanceof KeyRule.ByScope byScope) {
            return "scope " + byScope.scope().name().toLowerCase(Locale.ROOT);
        }
        if (rule instanceof KeyRule.ByTenant) {
            return "scope tenant";
        }
        if (rule instanceof KeyRule.ByHeader byHeader) {
            return "scope header:" + byHeader.name();
        }
        return rule instanceof KeyRule.ByBeanName byName
                ? "key-resolver " + byName.name()
                : "key-resolver " + ((KeyRule.ByBeanClass) rule).type().getName();
    }

    /** Settings that are valid but probably unintended; a line for each. */
    List<String> concerns() {
        List<String> concerns = new ArrayList<>(settings.notes());
        for (PolicySettings policy : settings.policies().values()) {
            policy.match().stream()
                    .filter(this::repeatsContextRoot)
                    .forEach(pattern -> concerns.add("ratelimit.policy." + policy.name()
                            + ".match: patterns are compared with the path below the context root "
                            + deployment.contextPath() + ", was \"" + pattern + '"'));
            if (policy.adaptive().isPresent() && isOfMany(policy.key())) {
                concerns.add("ratelimit.policy." + policy.name()
                        + ".adaptive: callers share a key, and one who is refused often costs all of them limits, was"
                        + " \"true\" with " + key(policy.key()));
            }
        }
        settings.exemptions().paths().stream()
                .filter(this::repeatsContextRoot)
                .forEach(pattern -> concerns.add("ratelimit.exempt.paths: patterns are compared with the path below the"
                        + " context root " + deployment.contextPath() + ", was \"" + pattern + '"'));
        return concerns;
    }

    private static boolean isOfMany(KeyRule rule) {
        return rule instanceof KeyRule.ByTenant
                || rule instanceof KeyRule.ByHeader
                || (rule instanceof KeyRule.ByScope byScope && byScope.scope() == Scope.GLOBAL);
    }

    private boolean repeatsContextRoot(PathPattern pattern) {
        String root = deployment.contextPath();
        return !root.isEmpty() && pattern.isBelow(root);
    }
}
