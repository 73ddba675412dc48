package dev.weir.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.example.Visitor.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * An operator at one member changes limits while the other is asked by several threads. The other decides by the change
 * soon, and what was used stays used: in the end just so many are admitted as the last limit says.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunTimeChangesIT {

    private static final Duration REFRESH = Duration.ofSeconds(1);
    /** Without its cache Payara takes long to look values up, many seconds on a machine whose cores are all busy. */
    private static final Duration REFRESHED = Duration.ofSeconds(60);

    private static final AtomicInteger VISITORS = new AtomicInteger();

    static ClusterPair members;

    private final Visitor visitor = Visitor.numbered(VISITORS.incrementAndGet());

    @BeforeAll
    static void start(@TempDir Path directory) {
        var war = TestWar.in(directory);
        members = ClusterPair.start(
                "changes",
                builder -> builder.war(war)
                        .property("ratelimit.store.timeout", "10s")
                        .property("ratelimit.config.refresh", REFRESH.toSeconds() + "s")
                        // Payara would keep each value for a minute
                        .property("mp.config.cache.duration", "0")
                        .property(
                                "ratelimit.policies",
                                "anonymous,user,login,reports,legacy,search,api,tokens,coupons,kis,"
                                        + "small,large,whole,refreshed")
                        .property("ratelimit.tiers", "free,basic,premium,enterprise")
                        .property("ratelimit.policy.small.limit", "500/1h")
                        .property("ratelimit.policy.small.tier.premium.limit", "900/1h")
                        .property("ratelimit.policy.small.match", "/changed/small")
                        .property("ratelimit.policy.large.limit", "1000000/1h")
                        .property("ratelimit.policy.large.match", "/changed/large")
                        .property("ratelimit.policy.whole.limit", "200/1h")
                        .property("ratelimit.policy.whole.match", "/changed/whole")
                        .property("ratelimit.policy.refreshed.limit", "200/1h")
                        .property("ratelimit.policy.refreshed.match", "/changed/refreshed"));
    }

    @AfterAll
    static void stop() {
        if (members != null) {
            members.close();
        }
    }

    private Load load(String policy) {
        return new Load(visitor, members.second(), "changed/" + policy);
    }

    /** Has the operator at the first member change something about this visitor. */
    private void change(String what, String policy, String value) {
        control(members.first(), what, "policy=" + policy + "&address=" + visitor.address() + "&value=" + value);
    }

    private static void control(PayaraInstance member, String what, String query) {
        var reply = Visitor.numbered(100_000).get(member, "control/" + what + "?" + query);
        assertThat(reply.body()).as(what).isEqualTo("done");
    }

    private static boolean isLimitedTo(Reply reply, int permits) {
        return reply.field("RateLimit-Policy").orElse("").contains(";q=" + permits + ";");
    }

    private static boolean isBlocked(Reply reply) {
        return reply.status() == 429 && reply.body().contains("abnormal-usage-detected");
    }

    private void assertRefusedByBoth(String policy) {
        for (var i = 0; i < 2; i++) {
            assertThat(visitor.get(members.member(i), "changed/" + policy).status())
                    .isEqualTo(429);
        }
    }

    @Test
    void limit_raised_admitsTheDifference() {
        try (var load = load("small")) {
            assertThat(load.awaitRefused()).isEqualTo(500);
            load.awaitChange(
                    "a raised limit", () -> change("limit", "small", "800/1h"), reply -> isLimitedTo(reply, 800));
            assertThat(load.awaitRefused()).isEqualTo(800);
        }
        assertRefusedByBoth("small");
    }

    @Test
    void limit_loweredWhileAdmitting_refusesAtOnceAndForgetsNothing() {
        try (var load = load("large")) {
            load.awaitAdmitted(300);
            load.awaitChange(
                    "a lowered limit", () -> change("limit", "large", "100/1h"), reply -> reply.status() == 429);
            var admitted = load.admitted();
            change("limit", "large", admitted + 150 + "/1h");
            load.awaitAdmitted(admitted);
            assertThat(load.awaitRefused()).isEqualTo(admitted + 150);
        }
        assertRefusedByBoth("large");
    }

    @Test
    void limit_ofTheWholePolicy_holdsUntilItIsRemoved() {
        try (var load = load("whole")) {
            assertThat(load.awaitRefused()).isEqualTo(200);
            load.awaitChange(
                    "a limit of a policy",
                    () -> control(members.first(), "limit", "policy=whole&value=350/1h"),
                    reply -> isLimitedTo(reply, 350));
            assertThat(load.awaitRefused()).isEqualTo(350);
            load.awaitChange("its end", () -> change("remove", "whole", ""), reply -> isLimitedTo(reply, 200));
            assertThat(load.awaitRefused()).isEqualTo(350);
        }
        assertRefusedByBoth("whole");
    }

    @Test
    void tier_changed_admitsTheDifference() {
        try (var load = load("small")) {
            assertThat(load.awaitRefused()).isEqualTo(500);
            load.awaitChange("a tier", () -> change("tier", "small", "premium"), reply -> isLimitedTo(reply, 900));
            assertThat(load.awaitRefused()).isEqualTo(900);
        }
        assertRefusedByBoth("small");
    }

    @Test
    void block_andUnblock_takeNothing() {
        int used;
        try (var load = load("large")) {
            load.awaitAdmitted(300);
            load.awaitChange("a block", () -> change("block", "large", ""), RunTimeChangesIT::isBlocked);
            load.awaitChange("its end", () -> change("unblock", "large", ""), reply -> reply.status() == 200);
            load.close();
            used = load.admitted();
        }
        change("limit", "large", used + 150 + "/1h");
        try (var load = load("large")) {
            assertThat(load.awaitRefused()).isEqualTo(150);
        }
        assertRefusedByBoth("large");
    }

    @Test
    void reset_whileRefused_admitsTheLimitOnceMore() {
        try (var load = load("small")) {
            assertThat(load.awaitRefused()).isEqualTo(500);
            load.awaitChange("a reset", () -> change("reset", "small", ""), reply -> reply.status() == 200);
            assertThat(load.awaitRefused()).isEqualTo(1_000);
        }
        assertRefusedByBoth("small");
    }

    @Test
    void configuration_changedBrokenAndMended_isUsedWhereItIsRight() {
        try (var load = load("refreshed")) {
            assertThat(load.awaitRefused()).isEqualTo(200);
            load.awaitChange("a changed value", () -> configure("350/1h"), REFRESHED, reply -> isLimitedTo(reply, 350));
            assertThat(load.awaitRefused()).isEqualTo(350);

            configure("-5/1m");
            var both = List.of(members.first(), members.second());
            await().atMost(REFRESHED).until(() -> both.stream().allMatch(each -> warnings(each) == 1));
            await("no second warning")
                    .during(REFRESH.multipliedBy(3))
                    .until(() -> both.stream().allMatch(each -> warnings(each) == 1));
            assertThat(visitor.get(members.second(), "changed/refreshed"))
                    .matches(reply -> isLimitedTo(reply, 350), "the old limit stays");
            both.forEach(each -> assertThat(each.log())
                    .contains("ratelimit.policy.refreshed.limit: permits must be >= 0, was \"-5/1m\""));

            load.awaitChange("a mended value", () -> configure("450/1h"), REFRESHED, reply -> isLimitedTo(reply, 450));
            assertThat(load.awaitRefused()).isEqualTo(450);
        }
        assertRefusedByBoth("refreshed");
    }

    private static void configure(String limit) {
        for (var i = 0; i < 2; i++) {
            control(members.member(i), "configure", "policy=ratelimit.policy.refreshed.limit&value=" + limit);
        }
    }

    private static int warnings(PayaraInstance instance) {
        return instance.log().split("so nothing is used of refreshed:", -1).length - 1;
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void log_ofBoth_hasTheBrokenValueAlone() {
        for (var i = 0; i < 2; i++) {
            assertThat(ServerLog.complaintsOfWeir(members.member(i)))
                    .singleElement()
                    .asString()
                    .contains("so nothing is used of refreshed");
            assertThat(ServerLog.exceptionsOfWeir(members.member(i))).isEmpty();
        }
    }
}
