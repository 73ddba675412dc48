package dev.weir.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One of three members dies while all of them count one key; with the timeout that users have, 50 ms. */
class ThreeMembersIT {

    private static final System.Logger LOG = System.getLogger(ThreeMembersIT.class.getName());
    private static final int LIMIT = 200;
    private static final int BEFORE_KILL = 100;
    private static final int THREADS = 8;
    private static final Visitor VISITOR = Visitor.numbered(1);

    @Test
    void kill_whileAllCountOneKey_admitsTheLimitAndTheSharesOfTheOthers() {
        try (var members = ClusterPair.start(
                        "three", builder -> builder.property("ratelimit.policy.legacy.limit", LIMIT + "/1h"));
                var third = members.third().launch()) {
            third.awaitReady().awaitMembers(3);
            var instances = List.of(members.first(), members.second(), third);
            // each member has answered, and found its way to the others
            Traffic.of(600, THREADS, i -> Visitor.numbered(100 + i).get(instances.get(i % 3), "legacy"));

            var admitted = new AtomicInteger();
            try (var traffic = Traffic.start(THREADS, i -> ask(instances, i, admitted))) {
                await().atMost(Duration.ofMinutes(1)).until(() -> admitted.get() >= BEFORE_KILL);
                var atKill = admitted.get();
                third.kill();
                members.first().awaitMembers(2);
                members.second().awaitMembers(2);
                var count = traffic.count();
                await().atMost(Duration.ofMinutes(1)).until(() -> traffic.count() > count + 1_000);
                traffic.close();
                LOG.log(System.Logger.Level.INFO, "{0} admitted, {1} before the kill; {2}", admitted, atKill, traffic);
                // two members can have gone on alone, each with a third of what it last saw to be left
                assertThat(admitted.get()).isBetween(LIMIT * 3 / 4, LIMIT + (LIMIT - BEFORE_KILL) * 2 / 3);
            }
            assertThat(VISITOR.get(members.first(), "legacy").status()).isEqualTo(429);
            assertThat(VISITOR.get(members.second(), "legacy").status()).isEqualTo(429);
        }
    }

    /** One who is cut off asks another; whether the dead one admitted anybody in its last moment, nobody knows. */
    private static Visitor.Reply ask(List<PayaraInstance> instances, int number, AtomicInteger admitted) {
        Visitor.Reply reply;
        try {
            reply = VISITOR.get(instances.get(number % 3), "legacy");
        } catch (UncheckedIOException e) {
            reply = VISITOR.get(instances.get(number % 2), "legacy");
        }
        if (reply.status() == 200) {
            admitted.incrementAndGet();
        }
        return reply;
    }
}
