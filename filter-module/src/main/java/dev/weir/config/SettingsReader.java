package dev.weir.config;

import dev.weir.config.rule.HeaderDialect;
import dev.weir.config.rule.KeyRule;
import dev.weir.config.rule.TenantRule;
import dev.weir.config.rule.WithoutRequest;
import dev.weir.config.source.PropertySource;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import dev.weir.match.PathPattern;
import dev.weir.spi.WeirModule;
import dev.weir.text.Values;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads all properties and the declarations of sites. For one use by one thread. */
public final class SettingsReader {

    private enum UserNames {
        NONE,
        LOWER_NFKC
    }

    /**
     * Even if each capital takes two characters, the namespace fits the database column together with a policy name and
     * a key.
     */
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._~/-]{1,64}");

    /** The names of the policies of {@link dev.weir.RateLimiter#allow}. */
    private static final Pattern NAME_OF_CALLS = Pattern.compile("allow-\\d+-\\d+ms");

    /** The policy of the logins that the container makes. */
    private static final String LOGIN = "login";

    private final CheckedSource source;
    private final KnownBeans known;
    private final List<WeirModule> modules;
    private final Problems problems = new Problems();
    private final PropertyValues properties;

    private SettingsReader(PropertySource source, KnownBeans known, List<WeirModule> modules) {
        this.source = new CheckedSource(source, problems);
        this.properties = new PropertyValues(this.source, problems);
        this.known = known;
        this.modules = modules;
    }

    /**
     * Returns the settings of the application.
     *
     * @param known tells whether the beans that rules name exist
     * @param modules other jars of Weir in the application, which are configured
     * @throws InvalidConfigurationException if any setting is invalid; with every problem
     */
    public static Settings read(
            PropertySource source, List<Declaration> declarations, KnownBeans known, List<WeirModule> modules) {
        SettingsReader reader = new SettingsReader(source, known, modules);
        Settings settings = reader.read(declarations);
        reader.problems.throwIfAny();
        return settings;
    }

    /** Does the same for an application that has no other jars of Weir. */
    public static Settings read(PropertySource source, List<Declaration> declarations, KnownBeans known) {
        return read(source, declarations, known, List.of());
    }

    /**
     * Returns the settings of the application without the policies that have a problem.
     *
     * @param known whether the bean that a key rule names exists
     * @param modules other jars of Weir in the application, which are configured
     * @throws InvalidConfigurationException if a problem is not that of a single policy; with every problem
     */
    public static SoundSettings readSound(
            PropertySource source, List<Declaration> declarations, KnownBeans known, List<WeirModule> modules) {
        SettingsReader reader = new SettingsReader(source, known, modules);
        Settings settings = reader.read(declarations);
        reader.problems.throwIfAnyOfAll();
        return new SoundSettings(settings, reader.problems.policies(), reader.problems.found());
    }

    /**
     * The names of all properties that are read, with those of {@code policies}, {@code tiers} and {@code modules}.
     *
     * @param source what is set
     */
    public static Set<String> names(
            Set<String> policies, Set<String> tiers, List<WeirModule> modules, PropertySource source) {
        return NameCheck.namesOf(policies, tiers, modules, source);
    }

    private Settings read(List<Declaration> declarations) {
        Set<String> listed = new LinkedHashSet<>(properties.value(Property.POLICIES, Values::list, List.of()));
        Set<String> names = new LinkedHashSet<>(listed);
        declarations.forEach(declaration -> names.add(declaration.policy()));
        TierReader tiers = new TierReader(source, names, problems);
        NameCheck nameCheck = new NameCheck(names, tiers.names(), modules, problems);
        nameCheck.check(source);
        declarations.forEach(nameCheck::check);
        declarations.forEach(declaration ->
                declaration.defect().ifPresent(why -> problems.add(declaration.site(), why, declaration.policy())));

        boolean containerLogins = properties.value(Property.LOGIN_CONTAINER, Values::flag, false);
        if (containerLogins && !names.contains(LOGIN)) {
            problems.add(Property.LOGIN_CONTAINER.fullName(), "needs a policy \"" + LOGIN + "\"", "true");
        }
        Map<String, PolicySettings> policies = new LinkedHashMap<>();
        ZoneId zone = properties.value(Property.ZONE, Values::zone, ZoneOffset.UTC);
        PolicyReader reader = new PolicyReader(
                source,
                declarations.stream().map(Declaration::withoutDefect).distinct().toList(),
                tenants(),
                tiers,
                zone,
                containerLogins ? Optional.of(LOGIN) : Optional.empty(),
                problems);
        BeanCheck beans = new BeanCheck(source, known, problems);
        for (String name : names) {
            if (NAME_OF_CALLS.matcher(name).matches()) {
                problems.add(Property.OfPolicy.PREFIX + name, "calls of RateLimiter.allow have such names", name);
            } else if (Values.isName(name)) {
                reader.read(name).filter(beans::exist).ifPresent(policy -> policies.put(policy.name(), policy));
            } else if (listed.contains(name)) {
                problems.add(Property.POLICIES.fullName(), "a name must match [a-z][a-z0-9-]{0,62}", name);
            } else {
                reader.badName(name);
            }
        }
        new ModuleReader(modules, source, problems).configure(policies);
        return new Settings(
                properties.value(Property.ENABLED, Values::flag, true),
                properties.optional(Property.NAMESPACE, SettingsReader::namespace),
                new StoreReader(properties).read(),
                clientAddress(),
                properties.value(Property.USER_NORMALIZE, PropertyValues.choice(UserNames.class), UserNames.NONE)
                        == UserNames.LOWER_NFKC,
                source.get(Property.KEYS_SECRET.fullName()),
                exemptions(),
                properties.value(Property.DENY_ADDRESSES, SettingsReader::addresses, AddressRanges.NONE),
                properties.value(
                        Property.WITHOUT_REQUEST, PropertyValues.choice(WithoutRequest.class), WithoutRequest.ADMIT),
                properties.value(Property.HEADERS, SettingsReader::dialects, Set.of()),
                zone,
                properties.value(Property.CONFIG_REFRESH, SettingsReader::refreshMillis, 0L),
                containerLogins,
                tiers.read(),
                AdminReader.read(source, problems),
                new MonitoringReader(properties).read(),
                policies,
                problems.notes());
    }

    /** The rule for tenants. If it is invalid, which is a problem already, another one that no request is asked for. */
    private Optional<TenantRule> tenants() {
        String property = Property.TENANT_FROM.fullName();
        return source.get(property)
                .map(text -> problems.read(property, text, this::tenantRule).orElseGet(TenantRule.ByHost::new));
    }

    private TenantRule tenantRule(String text) {
        TenantRule rule = TenantRule.read(text);
        if (!known.knows(new KeyRule.ByTenant(rule))) {
            throw new IllegalArgumentException("there is no such bean");
        }
        return rule;
    }

    private ClientAddress clientAddress() {
        ForwardingHeader header = properties.value(
                Property.CLIENT_HEADER, PropertyValues.choice(ForwardingHeader.class), ForwardingHeader.NONE);
        AddressRanges proxies =
                properties.value(Property.CLIENT_TRUSTED_PROXIES, SettingsReader::addresses, AddressRanges.NONE);
        boolean tenants = source.get(Property.TENANT_FROM.fullName())
                .filter(text -> text.startsWith("header:"))
                .isPresent();
        if (tenants && proxies.isEmpty()) {
            problems.note(
                    Property.TENANT_FROM.fullName(),
                    "is never believed without " + Property.CLIENT_TRUSTED_PROXIES.fullName());
        }
        if (header != ForwardingHeader.NONE && proxies.isEmpty()) {
            problems.note(
                    Property.CLIENT_HEADER.fullName(),
                    "is never believed without " + Property.CLIENT_TRUSTED_PROXIES.fullName());
        } else if (header == ForwardingHeader.NONE && !proxies.isEmpty() && !tenants) {
            problems.note(
                    Property.CLIENT_TRUSTED_PROXIES.fullName(),
                    "are asked for nothing without " + Property.CLIENT_HEADER.fullName());
        }
        return new ClientAddress(
                header,
                proxies,
                properties.value(Property.CLIENT_IPV6_PREFIX, text -> (int) Values.number(text, 48, 128), 64));
    }

    private Settings.Exemptions exemptions() {
        return new Settings.Exemptions(
                properties.value(Property.EXEMPT_PATHS, SettingsReader::exemptPaths, List.of()),
                properties.value(Property.EXEMPT_ADDRESSES, SettingsReader::addresses, AddressRanges.NONE),
                Set.copyOf(properties.value(Property.EXEMPT_ROLES, Values::list, List.of())),
                properties.value(Property.EXEMPT_PREFLIGHT, Values::flag, true));
    }

    private static long refreshMillis(String text) {
        return text.equals("0") ? 0 : PropertyValues.millis(text);
    }

    private static String namespace(String text) {
        if (!NAMESPACE.matcher(text).matches()) {
            throw new IllegalArgumentException("must be 1 to 64 of the characters A-Z a-z 0-9 . _ ~ / -");
        }
        return text;
    }

    private static AddressRanges addresses(String text) {
        return text.equals("none") ? AddressRanges.NONE : AddressRanges.parse(text);
    }

    private static List<PathPattern> exemptPaths(String text) {
        return text.isEmpty() || text.equals("none") ? List.of() : PathPattern.parseAll(withDefaults(text));
    }

    /** Replaces {@code +} by the paths that are exempt by default. */
    private static String withDefaults(String text) {
        List<String> elements = new ArrayList<>();
        for (String element : text.split(",", -1)) {
            elements.add(element.strip().equals("+") ? Property.EXEMPT_PATHS.defaultValue() : element);
        }
        return String.join(",", elements);
    }

    private static Set<HeaderDialect> dialects(String text) {
        Set<HeaderDialect> dialects = EnumSet.noneOf(HeaderDialect.class);
        for (String element : Values.list(text)) {
            dialects.add(Values.choice(HeaderDialect.class, element));
        }
        if (dialects.contains(HeaderDialect.DRAFT_11) && dialects.contains(HeaderDialect.DRAFT_07)) {
            throw new IllegalArgumentException("draft-11 and draft-07 have fields of the same name: only one of them");
        }
        return dialects;
    }
}
