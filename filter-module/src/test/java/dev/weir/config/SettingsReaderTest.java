package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.config.rule.HeaderDialect;
import dev.weir.match.ForwardingHeader;
import dev.weir.match.PathPattern;
import dev.weir.store.StoreSettings;
import dev.weir.text.LimitReader;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

    @Test
    void read_nothingConfigured_isTheDefaults() {
        Settings settings = MapSource.of().read();
        assertThat(settings.enabled()).isTrue();
        assertThat(settings.namespace()).isEmpty();
        assertThat(settings.foldUserNames()).isFalse();
        assertThat(settings.notes()).isEmpty();
        assertThat(settings.keysSecret()).isEmpty();
        assertThat(settings.headers()).containsExactly(HeaderDialect.DRAFT_11);
        assertThat(settings.policies()).containsOnlyKeys("anonymous", "user", "login");
        assertThat(settings.deniedAddresses().isEmpty()).isTrue();
        assertThat(settings.exemptions().paths())
                .extracting(PathPattern::toString)
                .containsExactly("/health", "/health/**", "/metrics", "/metrics/**");
        assertThat(settings.exemptions().addresses().isEmpty()).isTrue();
        assertThat(settings.exemptions().roles()).isEmpty();
        assertThat(settings.clientAddress().header()).isEqualTo(ForwardingHeader.NONE);
        assertThat(settings.clientAddress().trustedProxies().isEmpty()).isTrue();
        assertThat(settings.clientAddress().ipv6Prefix()).isEqualTo(64);
        assertThat(settings.store())
                .isEqualTo(new StoreSettings(
                        true,
                        StoreSettings.Provider.AUTO,
                        50,
                        true,
                        true,
                        100_000,
                        1_000_000,
                        new StoreSettings.Embedded(Optional.empty(), Optional.empty(), List.of(), Optional.empty()),
                        Optional.empty()));
    }

    @Test
    void read_everythingConfigured_isWhatItSays() {
        Settings settings = MapSource.of(
                        "enabled", "false",
                        "namespace", "/shop-2.Web~x",
                        "user.normalize", "lower-nfkc",
                        "keys.secret", "hush",
                        "headers", "draft-06, x-ratelimit",
                        "deny.addresses", "192.0.2.0/24",
                        "exempt.paths", "GET /up",
                        "exempt.addresses", "10.0.0.0/8",
                        "exempt.roles", "probe, operator",
                        "client.header", "x-forwarded-for",
                        "client.trusted-proxies", "10.0.0.1",
                        "client.ipv6-prefix", "56")
                .read();
        assertThat(settings.enabled()).isFalse();
        assertThat(settings.namespace()).contains("/shop-2.Web~x");
        assertThat(settings.foldUserNames()).isTrue();
        assertThat(settings.keysSecret()).contains("hush");
        assertThat(settings.headers()).containsExactlyInAnyOrder(HeaderDialect.DRAFT_06, HeaderDialect.X_RATELIMIT);
        assertThat(settings.deniedAddresses().contains("192.0.2.7")).isTrue();
        assertThat(settings.exemptions().paths()).hasToString("[GET /up]");
        assertThat(settings.exemptions().addresses().contains("10.1.2.3")).isTrue();
        assertThat(settings.exemptions().roles()).containsExactlyInAnyOrder("probe", "operator");
        assertThat(settings.clientAddress().resolve("10.0.0.1", List.of("2001:db8:1:2ff::1")))
                .isEqualTo("6:2001:db8:1:200::/56");
    }

    @Test
    void read_storeConfigured_isWhatItSays() {
        Settings settings = MapSource.of(
                        "store", "local",
                        "store.provider", "embedded",
                        "store.timeout", "PT0.2S",
                        "store.lease", "off",
                        "fallback.share", "full",
                        "local.max-keys", "7",
                        "cluster.max-keys", "8",
                        "embedded.cluster-name", "shop",
                        "embedded.port", "5801",
                        "embedded.members", "a:5701, b",
                        "embedded.config", "hazelcast.xml",
                        "persistence.datasource", "jdbc/shop")
                .read();
        assertThat(settings.store())
                .isEqualTo(new StoreSettings(
                        false,
                        StoreSettings.Provider.EMBEDDED,
                        200,
                        false,
                        false,
                        7,
                        8,
                        new StoreSettings.Embedded(
                                Optional.of("shop"),
                                Optional.of(5801),
                                List.of("a:5701", "b"),
                                Optional.of("hazelcast.xml")),
                        Optional.of("jdbc/shop")));
    }

    @Test
    void read_none_standsForNoElement() {
        Settings settings = MapSource.of(
                        "policies", "none",
                        "headers", "none",
                        "deny.addresses", "none",
                        "exempt.paths", "none",
                        "exempt.addresses", "none",
                        "exempt.roles", "none",
                        "client.trusted-proxies", "none",
                        "embedded.members", "none")
                .read();
        assertThat(settings.policies()).isEmpty();
        assertThat(settings.headers()).isEmpty();
        assertThat(settings.deniedAddresses().isEmpty()).isTrue();
        assertThat(settings.exemptions().paths()).isEmpty();
        assertThat(settings.exemptions().addresses().isEmpty()).isTrue();
        assertThat(settings.exemptions().roles()).isEmpty();
        assertThat(settings.clientAddress().trustedProxies().isEmpty()).isTrue();
        assertThat(settings.store().embedded().members()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enabled | yes | must be true or false",
                "enabled | True | must be true or false",
                "store | locl | must be one of cluster, local (did you mean \"local\"?)",
                "store | redis | must be one of cluster, local",
                "store.provider | none | must be one of auto, server, embedded",
                "store.timeout | 50 | duration must be a number and a unit",
                "store.timeout | 0ms | duration must be > 0",
                "store.timeout | 5parsecs | unknown unit",
                "fallback.share | half | must be one of divide, full",
                "local.max-keys | 0 | must be a whole number from 1 to 4611686018427387903",
                "cluster.max-keys | 3000000000 | must be a whole number from 1 to 2147483647",
                "embedded.port | 65536 | must be a whole number from 1 to 65535",
                "client.header | x-real-ip | must be one of none, x-forwarded-for, forwarded",
                "client.trusted-proxies | proxy.example | expected an address or CIDR range",
                "client.ipv6-prefix | 47 | must be a whole number from 48 to 128",
                "exempt.paths | health | pattern must begin with /",
                "exempt.addresses | 10.0.0.0/33 | expected an address or CIDR range",
                "deny.addresses | everybody | expected an address or CIDR range",
                "headers | draft-7 | must be one of draft-11, draft-07, draft-06, x-ratelimit (did you mean \"draft-07\"?)",
                "policies | Login | a name must match [a-z][a-z0-9-]{0,62}",
                "store.lease | on | must be one of auto, off",
                "zone | Europe/Berln | must be the IANA name of a time zone, such as Europe/Berlin, or an offset, such"
                        + " as +02:00 (did you mean \"Europe/Berlin\"?)",
                "zone | +25:00 | must be the IANA name of a time zone, such as Europe/Berlin, or an offset, such as"
                        + " +02:00",
                "namespace | a b | must be 1 to 64 of the characters A-Z a-z 0-9 . _ ~ / -",
                "user.normalize | nfkc | must be one of none, lower-nfkc",
                "polices | login | unknown property (did you mean \"ratelimit.policies\"?)",
                "policy.login.limt | 9/1m | unknown property of a policy"
                        + " (did you mean \"ratelimit.policy.login.limit\"?)",
                "policy.export.limit | 9/1m | policy \"export\" is configured, but not listed in ratelimit.policies",
            })
    void read_wrongValue_isAProblemWithPropertyRuleAndValue(String name, String value, String rule) {
        assertThat(MapSource.of(name, value).problems())
                .containsExactly("ratelimit." + name + ": " + rule + ", was \"" + value + "\"");
    }

    @Test
    void read_severalProblems_areToldInOneMessage() {
        MapSource source = MapSource.of(
                "enabled",
                "on",
                "policy.login.limit",
                "-5/1m",
                "policy.user.scpoe",
                "user",
                "policies",
                "login,user,a_b");
        InvalidConfigurationException thrown = catchThrowableOfType(InvalidConfigurationException.class, source::read);
        assertThat(thrown)
                .hasMessage("Weir cannot start: the log lists 4 problem(s) of its configuration")
                .hasNoCause();
        assertThat(thrown.list())
                .isEqualTo("Weir cannot start, its configuration has 4 problem(s):"
                        + "\n  ratelimit.policy.user.scpoe: unknown property of a policy"
                        + " (did you mean \"ratelimit.policy.user.scope\"?), was \"user\""
                        + "\n  ratelimit.policy.login.limit: permits must be >= 0, was \"-5/1m\""
                        + "\n  ratelimit.policies: a name must match [a-z][a-z0-9-]{0,62}, was \"a_b\""
                        + "\n  ratelimit.enabled: must be true or false, was \"on\"");
    }

    @Test
    void read_environmentVariables_knownPassUnknownDoNot() {
        assertThat(MapSource.of(
                                "RATELIMIT_STORE_TIMEOUT", "80ms",
                                "RATELIMIT_LOCAL_MAX_KEYS", "5",
                                "RATELIMIT_POLICY_LOGIN_KEY_RESOLVER", "keys",
                                "other.property", "x")
                        .problems())
                .isEmpty();
        assertThat(MapSource.of("RATELIMIT_STORE_TIMEUOT", "80ms", "RATELIMIT_POLICY_EXPORT_LIMIT", "1/1m")
                        .problems())
                .containsExactly(
                        "RATELIMIT_POLICY_EXPORT_LIMIT: no property has this variable",
                        "RATELIMIT_STORE_TIMEUOT: no property has this variable"
                                + " (did you mean \"RATELIMIT_STORE_TIMEOUT\"?)");
    }

    @Test
    void read_problemsOfASecret_doNotTellIt() {
        assertThat(MapSource.of("keys.secrt", "hush", "keys.secret.old", "hush").problems())
                .containsExactly(
                        "ratelimit.keys.secret.old: unknown property",
                        "ratelimit.keys.secrt: unknown property (did you mean \"ratelimit.keys.secret\"?)");
    }

    @Test
    void read_namespace_hasAtMost64Characters() {
        assertThat(MapSource.of("namespace", "n".repeat(64)).problems()).isEmpty();
        assertThat(MapSource.of("namespace", "n".repeat(65)).problems()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"Europe/Berlin", "Australia/Lord_Howe", "UTC", "Z", "+05:45", "UTC-3"})
    void read_zone_isThatOfCalendarWindows(ZoneId zone) {
        MapSource source = MapSource.of("zone", zone.getId(), "policy.user.limit", "5/1m,1000/calendar-day");
        assertThat(source.policy("user").policy().limits())
                .isEqualTo(LimitReader.readAll("5/1m,1000/calendar-day", zone))
                .isNotEqualTo(LimitReader.readAll("5/1m,1000/calendar-day", ZoneId.of("Asia/Tokyo")));
    }

    @Test
    void read_noZone_isUtc() {
        MapSource source = MapSource.of("policy.user.limit", "1000/calendar-day");
        assertThat(source.policy("user").policy().limits())
                .isEqualTo(LimitReader.readAll("1000/calendar-day", ZoneId.of("UTC")));
    }

    @Test
    void read_wrongZone_hidesNoOtherProblem() {
        assertThat(MapSource.of("zone", "Mars/Olympus_Mons", "policy.user.limit", "5/calendar-sol")
                        .problems())
                .containsExactly(
                        "ratelimit.zone: must be the IANA name of a time zone, such as Europe/Berlin, or an offset,"
                                + " such as +02:00, was \"Mars/Olympus_Mons\"",
                        "ratelimit.policy.user.limit: unknown calendar window, was \"5/calendar-sol\"");
    }

    @Test
    void read_dialectsWithTheSameFields_areAProblem() {
        assertThat(MapSource.of("headers", "draft-07, draft-06, x-ratelimit").problems())
                .isEmpty();
        assertThat(MapSource.of("headers", "draft-07, draft-11").problems())
                .containsExactly("ratelimit.headers: draft-11 and draft-07 have fields of the same name: only one of"
                        + " them, was \"draft-07, draft-11\"");
    }

    @Test
    void read_forwardingConfiguredByHalf_isNoted() {
        assertThat(MapSource.of("client.header", "forwarded").read().notes())
                .containsExactly("ratelimit.client.header: is never believed without ratelimit.client.trusted-proxies");
        assertThat(MapSource.of("client.trusted-proxies", "10.0.0.1").read().notes())
                .containsExactly(
                        "ratelimit.client.trusted-proxies: are asked for nothing without" + " ratelimit.client.header");
    }

    @Test
    void read_blockLongerThanAnyCounterIsKept_isAProblem() {
        assertThat(MapSource.of("policy.login.block", "367d").problems())
                .containsExactly("ratelimit.policy.login.block: duration must be <= 366d, was \"367d\"");
    }
}
