package dev.weir.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Members freeze, come, go, part and die while visitors ask; with the timeout that users have, 50 ms. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MemberLossIT {

    private static final System.Logger LOG = System.getLogger(MemberLossIT.class.getName());
    private static final int THREADS = 8;
    private static final int KEYS = 500;
    /** No hang: a request that waits for a member that is gone takes a minute. */
    private static final long HANG_MILLIS = 2_000;

    private static final List<Visitor> EXHAUSTED =
            IntStream.range(0, 20).mapToObj(i -> Visitor.numbered(1_000 + i)).toList();

    static ClusterPair members;

    @BeforeAll
    static void start() {
        members = ClusterPair.start(
                "loss",
                builder -> builder.property("ratelimit.policy.anonymous.limit", "1000000/1h")
                        .property("ratelimit.policy.legacy.limit", "30/1h")
                        // Hazelcast's own are a minute, five minutes and two
                        .property("hazelcast.max.no.heartbeat.seconds", "20")
                        .property("hazelcast.merge.first.run.delay.seconds", "10")
                        .property("hazelcast.merge.next.run.delay.seconds", "10"));
        Traffic.of(6_000, THREADS, i -> hello(i, members.member(i)));
        EXHAUSTED.forEach(MemberLossIT::exhaust);
    }

    @AfterAll
    static void stop() {
        if (members != null) {
            members.close();
        }
    }

    @Test
    @Order(1)
    void freeze_manyKeys_nobodyWaitsLongAndBothShareAgain() {
        try (var traffic = Traffic.start(THREADS, i -> hello(i, members.first()))) {
            awaitRequests(traffic, 500);
            members.second().freeze();
            try {
                var before = traffic.count();
                await().atMost(Duration.ofMinutes(1)).until(() -> traffic.count() > before + 5_000);
            } finally {
                members.second().thaw();
            }
            traffic.close();
            assertServed("while a member is frozen", traffic);
        }
        awaitShared(2_000);
        assertExhaustedStayRefused(members.first());
        assertExhaustedStayRefused(members.second());
    }

    @Test
    @Order(2)
    void join_memberWithoutApplication_changesNothing() {
        try (var traffic = Traffic.start(THREADS, i -> hello(i, members.member(i)));
                var third = members.third().withoutApplication().launch()) {
            third.awaitReady().awaitMembers(3);
            members.first().awaitMembers(3);
            awaitRequests(traffic, 1_000);
            assertExhaustedStayRefused(members.second());
            third.stop();
            members.first().awaitMembers(2);
            awaitRequests(traffic, 1_000);
            traffic.close();
            assertServed("while a member without the application joins and leaves", traffic);
        }
        assertExhaustedStayRefused(members.first());
        assertExhaustedStayRefused(members.second());
    }

    @Test
    @Order(3)
    void freeze_untilTheClusterParts_mergesWithoutFreshQuota() {
        members.second().freeze();
        try {
            members.first().awaitMembers(1);
            assertExhaustedStayRefused(members.first());
        } finally {
            members.second().thaw();
        }
        awaitShared(3_000);
        assertExhaustedStayRefused(members.first());
        assertExhaustedStayRefused(members.second());
    }

    @Test
    @Order(4)
    void kill_manyKeys_nobodyWaitsLongAndCountsSurvive() {
        var onSecondOnly = IntStream.range(0, 20)
                .mapToObj(i -> Visitor.numbered(4_000 + i))
                .toList();
        onSecondOnly.forEach(visitor -> exhaust(visitor, members.second()));
        try (var traffic = Traffic.start(THREADS, i -> hello(i, members.first()))) {
            awaitRequests(traffic, 500);
            members.second().kill();
            awaitRequests(traffic, 1_000);
            members.first().awaitMembers(1);
            awaitRequests(traffic, 1_000);
            traffic.close();
            assertServed("while a member is killed", traffic);
        }
        onSecondOnly.forEach(visitor -> assertRefused(visitor, members.first()));
        assertExhaustedStayRefused(members.first());
        assertThat(ServerLog.exceptionsOfWeir(members.first())).isEmpty();
        // each of the three silences began and ended at most once
        assertThat(ServerLog.complaintsOfWeir(members.first())).hasSizeLessThanOrEqualTo(6);
    }

    private static Visitor.Reply hello(int number, PayaraInstance member) {
        return Visitor.numbered(10_000 + number % KEYS).get(member, "api/hello");
    }

    private static void awaitRequests(Traffic traffic, int more) {
        var before = traffic.count();
        await().atMost(Duration.ofMinutes(1)).until(() -> traffic.count() >= before + more);
    }

    private static void assertServed(String when, Traffic traffic) {
        LOG.log(System.Logger.Level.INFO, "{0}: {1}", when, traffic);
        assertThat(traffic.statuses()).containsOnlyKeys(Set.of(200));
        assertThat(traffic.millis(0.5)).isLessThan(50);
        assertThat(traffic.millis(1)).isLessThan(HANG_MILLIS);
    }

    private static void exhaust(Visitor visitor) {
        exhaust(visitor, members.first());
        assertRefused(visitor, members.second());
    }

    /**
     * Asks until the refusals are many: one alone may be of this member's share, after an answer that came too late.
     */
    private static void exhaust(Visitor visitor, PayaraInstance member) {
        var refused = 0;
        for (var i = 0; i < 100 && refused < 5; i++) {
            refused += visitor.get(member, "legacy").status() == 429 ? 1 : 0;
        }
        assertThat(refused).isEqualTo(5);
    }

    private static void assertExhaustedStayRefused(PayaraInstance member) {
        EXHAUSTED.forEach(visitor -> assertRefused(visitor, member));
    }

    /** An answer that came too late may admit a request by the fallback; a count that was lost would admit thirty. */
    private static void assertRefused(Visitor visitor, PayaraInstance member) {
        assertThat(IntStream.range(0, 10).map(i -> visitor.get(member, "legacy").status()))
                .as("%s at %s", visitor, member.baseUri())
                .contains(429);
    }

    /** A new visitor's count at one member goes on at the other. */
    private static void awaitShared(int firstNumber) {
        var numbers = IntStream.iterate(firstNumber, i -> i + 1).iterator();
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            var visitor = Visitor.numbered(numbers.next());
            return visitor.get(members.first(), "legacy").remaining() == 29
                    && visitor.get(members.second(), "legacy").remaining() == 28
                    && visitor.get(members.first(), "legacy").remaining() == 27;
        });
    }
}
