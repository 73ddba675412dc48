package dev.weir.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.Source;
import dev.weir.core.Verdict;
import dev.weir.engine.Charge;
import dev.weir.engine.PolicyDecision;
import dev.weir.monitor.count.BlockedKey;
import dev.weir.monitor.count.BlockedKey.Subject;
import dev.weir.store.CounterId;
import dev.weir.store.StoreResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BlockedLogTest {

    private static final String POLICY = MonitoredInstance.REPORTS.name();

    private final BlockedLog log = new BlockedLog(BlockedLogTest::text);
    private final List<String> looked = new ArrayList<>();
    private OptionalLong found = OptionalLong.of(0);

    private static String text(CounterId counter) {
        return "/shop|" + counter.policy().name() + "|u:" + counter.key().value();
    }

    private static BlockedKey blocked(String key, long until, long since) {
        return new BlockedKey(POLICY, "u:" + key, until, since, "why");
    }

    private void block(String key, long until, long since) {
        Verdict verdict =
                new Verdict(false, true, true, since, OptionalLong.of(until - since), until - since, List.of());
        log.add(
                new PolicyDecision(
                        new Charge(MonitoredInstance.REPORTS, Key.user(key), 1),
                        new StoreResult.Decided(verdict, Source.CLUSTER),
                        true),
                blocked(key, until, since));
    }

    private void tick(long now) {
        log.tick(now, counter -> {
            looked.add(counter.key().value());
            return found;
        });
    }

    private List<String> keys() {
        return log.blocked().stream().map(BlockedKey::key).toList();
    }

    @Test
    void tick_blockIsOver_isForgottenWithoutALook() {
        block("a", 100, 10);
        block("b", 200, 20);
        tick(99);
        assertThat(keys()).containsExactly("u:a", "u:b");
        tick(100);
        assertThat(keys()).containsExactly("u:b");
        assertThat(looked).isEmpty();
    }

    @Test
    void doubt_counterOfABlockedKey_isLookedAtOnce() {
        block("a", 1_000, 10);
        block("b", 1_000, 20);
        log.doubt("/shop|other|u:a", 5);
        log.doubt("/shop|tested|u:a", 5);
        tick(30);
        tick(40);
        assertThat(looked).containsExactly("a");
        assertThat(keys()).containsExactly("u:b");
        assertThat(log.ended()).isEqualTo(Map.of(new Subject(POLICY, "u:a"), 30L));
    }

    @Test
    void doubt_blockGoesOn_isListedAsLongAsItLasts() {
        block("a", 1_000, 10);
        log.doubt("/shop|tested|u:a", 5);
        found = OptionalLong.of(5_000);
        tick(30);
        assertThat(log.blocked()).containsExactly(blocked("a", 5_000, 10));
        assertThat(log.ended()).isEmpty();
    }

    @Test
    void doubt_clusterDoesNotAnswer_isLookedAtAgain() {
        block("a", 1_000, 10);
        log.doubt("/shop|tested|u:a", 5);
        found = OptionalLong.empty();
        tick(30);
        assertThat(keys()).containsExactly("u:a");
        found = OptionalLong.of(0);
        tick(40);
        assertThat(looked).containsExactly("a", "a");
        assertThat(keys()).isEmpty();
    }

    @Test
    void doubt_anyCounter_looksAtAFewInASecondAndStopsWhereTheClusterIsSilent() {
        for (int i = 0; i < 25; i++) {
            block("k" + i, 1_000, 10);
        }
        log.doubt("", 5);
        found = OptionalLong.empty();
        tick(20);
        assertThat(looked).as("each look may wait").hasSize(1);
        looked.clear();
        found = OptionalLong.of(0);
        tick(30);
        assertThat(looked).hasSize(10);
        tick(40);
        tick(50);
        assertThat(looked).hasSize(25).doesNotHaveDuplicates();
        assertThat(keys()).isEmpty();
    }

    @Test
    void add_moreThanAThousand_keepsTheLast() {
        for (int i = 0; i < 1_005; i++) {
            block("k" + i, 1_000, 10);
        }
        block("k6", 2_000, 20);
        assertThat(keys()).hasSize(BlockedLog.MOST).startsWith("u:k5", "u:k7").endsWith("u:k6");
    }

    @Test
    void end_minuteLater_isRememberedNoMore() {
        block("a", 100_000, 10);
        log.end(new Subject(POLICY, "u:a"), 20);
        assertThat(keys()).isEmpty();
        tick(20 + BlockedLog.ENDED_MILLIS);
        assertThat(log.ended()).hasSize(1);
        tick(21 + BlockedLog.ENDED_MILLIS);
        assertThat(log.ended()).isEmpty();
    }

    @Test
    void merge_blockThatAnotherEnded_isLeftOutUnlessItBeganLater() {
        List<BlockedKey> one = List.of(blocked("a", 1_000, 10), blocked("b", 1_000, 60), blocked("c", 40, 10));
        List<BlockedKey> other = List.of(blocked("a", 1_500, 12), blocked("d", 900, 20), blocked("e", 900, 70));
        Map<Subject, Long> ended = Map.of(new Subject(POLICY, "u:b"), 50L, new Subject(POLICY, "u:d"), 20L);
        assertThat(BlockedLog.merge(List.of(one, other), List.of(ended, Map.of()), 50))
                .containsExactly(blocked("e", 900, 70), blocked("b", 1_000, 60), blocked("a", 1_500, 12));
    }

    @Test
    void add_endedSinceTheBlockBegan_isNotBlocked() {
        log.end(new Subject(POLICY, "u:a"), 20);
        block("a", 1_000, 20);
        assertThat(keys()).isEmpty();
        block("a", 1_000, 21);
        assertThat(keys()).as("blocked anew").containsExactly("u:a");
    }

    @Test
    void add_changedSinceTheBlockBegan_isLookedAt() {
        log.doubt("/shop|tested|u:a", 20);
        block("a", 10_000, 10);
        block("b", 10_000, 10);
        block("c", 10_000, 30);
        tick(40);
        assertThat(looked).containsExactly("a");
        log.doubt("", 50);
        block("d", 10_000, 45);
        found = OptionalLong.of(10_000);
        tick(60);
        assertThat(looked).containsExactly("a", "b", "c", "d");
        tick(6_000);
        block("e", 10_000, 45);
        tick(6_001);
        assertThat(looked).as("that was long ago").doesNotContain("e");
    }

    @Test
    void tick_oneCounterIsSilent_theOthersAreLookedAtAllTheSame() {
        block("a", 1_000, 10);
        block("b", 1_000, 10);
        log.doubt("", 20);
        for (int i = 0; i < 3; i++) {
            log.tick(30, counter -> {
                looked.add(counter.key().value());
                return counter.key().value().equals("a") ? OptionalLong.empty() : found;
            });
        }
        assertThat(looked).containsExactly("a", "b", "a", "a");
        assertThat(keys()).containsExactly("u:a");
    }
}
