package dev.weir.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rolling upgrade: the example of an older version and today's in one cluster, then today's alone. Runs where
 * {@code -Dweir.older.war} names the older WAR; {@code CONTRIBUTING.md} says how to build one.
 */
@EnabledIfSystemProperty(named = OlderVersionIT.OLDER, matches = ".+")
class OlderVersionIT {

    static final String OLDER = "weir.older.war";

    private static final System.Logger LOG = System.getLogger(OlderVersionIT.class.getName());
    private static final Visitor HELLO = Visitor.numbered(1);
    private static final Visitor CALENDAR = Visitor.numbered(2);
    private static final Visitor LEASES = Visitor.numbered(3).as("alice", "alice-secret");
    private static final Visitor BLOCKED_BY_NEWER = Visitor.numbered(4);
    private static final Visitor BLOCKED_BY_OLDER = Visitor.numbered(5);
    private static final Visitor OVERRIDDEN = Visitor.numbered(6);
    private static final Visitor RESET = Visitor.numbered(7);
    /** So few that none is taken in advance: what is shown as left is exact. */
    private static final int LIMIT = 30;

    private final List<Integer> grid = FreePorts.some(3);

    @Test
    void upgrade_memberByMember_forgetsNothingAndIsQuiet(@TempDir Path directory) {
        var war = TestWar.in(directory);
        try (var older = member("older", 0, LIMIT + "/1d")
                        .war(Path.of(System.getProperty(OLDER)))
                        .launch();
                var newer = newer("newer", 1, war).launch()) {
            var both = List.of(older.awaitReady(), newer.awaitReady());
            both.forEach(each -> each.awaitMembers(2));

            assertCountedTogether(HELLO, "api/hello", both, LIMIT - 1, 10);
            assertCountedTogether(CALENDAR, "legacy", both, LIMIT - 1, 10);
            assertLeasesAdmitNoMore(both);
            assertReset(newer, older);
            assertBlocked(BLOCKED_BY_NEWER, newer, older);
            assertBlocked(BLOCKED_BY_OLDER, older, newer);
            assertOverrideIsLeftAlone(newer, older);
            assertAdministrationMissesTheOlder(newer);
            both.forEach(OlderVersionIT::assertQuiet);

            older.stop();
            assertQuiet(older);
            newer.awaitMembers(1);
            try (var another = newer("another", 2, war).launch()) {
                another.awaitReady().awaitMembers(2);
                var upgraded = List.of(another, newer.awaitMembers(2));
                assertCountedTogether(HELLO, "api/hello", upgraded, LIMIT - 11, 4);
                assertCountedTogether(CALENDAR, "legacy", upgraded, LIMIT - 11, 4);
                for (var each : upgraded) {
                    assertThat(BLOCKED_BY_NEWER.get(each, "api/reports").body()).contains("abnormal-usage-detected");
                    assertThat(BLOCKED_BY_OLDER.get(each, "api/reports").body()).contains("abnormal-usage-detected");
                    assertThat(OVERRIDDEN.get(each, "api/hello").field("RateLimit-Policy"))
                            .hasValueSatisfying(policy -> assertThat(policy).contains(";q=7;"));
                }
                assertAdministrationKnowsBoth(newer, another);
                upgraded.forEach(OlderVersionIT::assertQuiet);
            }
        }
    }

    private PayaraBuilder member(String name, int index, String legacyLimit) {
        return ClusterPair.trusting(PayaraInstance.named(name))
                .cluster("weir-upgrade-" + grid.get(0), grid.get(index), grid)
                .property("ratelimit.namespace", "upgrade")
                .property("ratelimit.store.timeout", "10s")
                .property("ratelimit.policy.anonymous.limit", LIMIT + "/1h")
                .property("ratelimit.policy.user.limit", "100/1h")
                .property("ratelimit.policy.legacy.limit", legacyLimit);
    }

    /**
     * With properties that only today's version knows. It is noon, so that no calendar day ends. Not with a factor of
     * blocks: counters are then kept for a day, where a version without it does not look.
     */
    private PayaraBuilder newer(String name, int index, Path war) {
        var hoursToNoon = 12 - OffsetTime.now(ZoneOffset.UTC).getHour();
        return member(name, index, LIMIT + "/calendar-day")
                .war(war)
                .property("ratelimit.zone", "%+03d:00".formatted(hoursToNoon));
    }

    private static void assertCountedTogether(
            Visitor visitor, String path, List<PayaraInstance> members, int first, int requests) {
        for (var i = 0; i < requests; i++) {
            var reply = visitor.get(members.get(i % 2), path);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.remaining()).as("%s, request %d", path, i).isEqualTo(first - i);
        }
    }

    private static void assertLeasesAdmitNoMore(List<PayaraInstance> members) {
        var traffic = Traffic.of(600, 4, i -> LEASES.get(members.get(i % 2), "api/hello"));
        LOG.log(System.Logger.Level.INFO, "a limit of 100, counted by both versions: {0}", traffic);
        assertThat(traffic.statuses()).isEqualTo(Map.of(200, 100L, 429, 500L));
    }

    private static void assertReset(PayaraInstance newer, PayaraInstance older) {
        assertThat(Traffic.of(LIMIT, 1, i -> RESET.get(older, "api/hello")).statuses())
                .isEqualTo(Map.of(200, (long) LIMIT));
        assertThat(RESET.get(older, "api/hello").status()).isEqualTo(429);
        control(newer, "reset?policy=anonymous&address=" + RESET.address());
        await().atMost(Duration.ofSeconds(5))
                .until(() -> RESET.get(older, "api/hello").status() == 200);
    }

    private static void assertBlocked(Visitor visitor, PayaraInstance first, PayaraInstance second) {
        for (var i = 0; i < 10; i++) {
            assertThat(visitor.get(i % 2 == 0 ? first : second, "api/reports").status())
                    .isEqualTo(200);
        }
        // the block begins with it; what it says of that depends on the version
        assertThat(visitor.get(first, "api/reports").status()).isEqualTo(429);
        for (var each : List.of(first, second)) {
            var refused = visitor.get(each, "api/reports");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.body()).contains("abnormal-usage-detected");
        }
    }

    /** Changes of operators hold on members that know them, and do not trouble others. */
    private static void assertOverrideIsLeftAlone(PayaraInstance newer, PayaraInstance older) {
        control(newer, "limit?policy=anonymous&address=" + OVERRIDDEN.address() + "&value=7/1h");
        assertThat(OVERRIDDEN.get(newer, "api/hello").remaining()).isEqualTo(6);
        assertThat(OVERRIDDEN.get(older, "api/hello").remaining()).isEqualTo(LIMIT - 2);
        assertThat(OVERRIDDEN.get(newer, "api/hello").remaining()).isEqualTo(4);
    }

    /** It says which member says nothing, and answers with what it knows. */
    private static void assertAdministrationMissesTheOlder(PayaraInstance newer) {
        var operator = Operator.of(newer);
        var block = "{\"policy\":\"anonymous\",\"key\":\"address:203.0.113.99\",\"reason\":\"upgrade\"}";
        assertThat(operator.change("POST", "block", block).statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(operator.get("statistics").body()).contains("\"unknown\""));
        for (var path : List.of("audit", "report")) {
            assertThat(operator.get(path).body())
                    .as(path)
                    .contains("\"complete\":false", "\"state\":\"active\"", "\"state\":\"unknown\"");
        }
        assertThat(operator.get("audit").body()).contains("\"reason\":\"upgrade\"");
        assertThat(operator.get("keys").statusCode()).isEqualTo(200);
    }

    private static void assertAdministrationKnowsBoth(PayaraInstance newer, PayaraInstance another) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(Operator.of(another).get("audit").body())
                    .contains("\"complete\":true", "\"reason\":\"upgrade\"");
            assertThat(Operator.of(newer).get("report").body()).contains("\"complete\":true");
        });
    }

    private static void control(PayaraInstance newer, String change) {
        assertThat(Visitor.numbered(100_000).get(newer, "control/" + change).body())
                .isEqualTo("done");
    }

    private static void assertQuiet(PayaraInstance instance) {
        assertThat(ServerLog.complaintsOfWeir(instance)).isEmpty();
        assertThat(ServerLog.exceptionsOfWeir(instance)).isEmpty();
    }
}
