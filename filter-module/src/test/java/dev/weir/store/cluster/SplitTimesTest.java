package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreFixtures.remaining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is charged again after a merge, by the time at which it was charged. */
class SplitTimesTest extends SplitGrid {

    @Test
    void merged_whatWasChargedJustBeforeTheLossWasNoticed_isChargedAgain() {
        use(7, POLICY);
        clock.advance(Duration.ofSeconds(60));
        part();
        merge(Map.of());
        assertThat(remaining(store, POLICY, "alice")).isEqualTo(93);
    }

    @Test
    void merged_whatWasChargedLongBefore_isNotChargedTwice() {
        use(7, POLICY);
        clock.advance(Duration.ofSeconds(150));
        Map<String, String> others = part();
        merge(others);
        assertThat(remaining(store, POLICY, "alice")).isEqualTo(93);
    }

    @Test
    void merged_twice_chargesTheSecondTimeOnlyWhatIsRecent() {
        merge(part());
        use(7, POLICY);
        clock.advance(Duration.ofSeconds(150));
        Map<String, String> others = part();
        use(5, POLICY);
        merge(others);
        assertThat(remaining(store, POLICY, "alice")).isEqualTo(100 - 7 - 5);
    }

    @Test
    void merged_longAfterAMemberWasStopped_chargesOnlyWhatIsRecent() {
        grid.membership.lost("a member that was stopped");
        useEvery(Duration.ofMinutes(10), 60);
        long left = remaining(store, POLICY, "alice");
        Map<String, String> others = part();
        merge(others);
        assertThat(remaining(store, POLICY, "alice"))
                .as("but for the last minutes")
                .isBetween(left - 1, left);
    }

    @Test
    void merged_splitOfMinutesLongAfterAMemberWasStopped_chargesOnlyWhatWasChargedSinceTheCut() {
        grid.membership.lost("a member that was stopped");
        useEvery(Duration.ofMinutes(2), 20);
        Map<String, String> others = part();
        useEvery(Duration.ofMinutes(2), 5);
        merge(others);
        assertThat(remaining(store, POLICY, "alice"))
                .as("one may be charged twice, of just before the cut")
                .isBetween(100L - 20 - 5 - 1, 100L - 20 - 5);
    }

    @Test
    void merged_splitOfTenMinutes_chargesEverythingSinceTheCut() {
        Map<String, String> others = part();
        useEvery(Duration.ofSeconds(30), 20);
        merge(others);
        assertThat(remaining(store, POLICY, "alice")).isEqualTo(80);
    }

    @Test
    void merged_splitLongerThanTheWindow_chargesWhatStillCounts() {
        part();
        useEvery(Duration.ofMinutes(5), 60);
        long left = remaining(store, POLICY, "alice");
        merge(Map.of());
        assertThat(left).isBetween(86L, 89L);
        assertThat(remaining(store, POLICY, "alice")).isEqualTo(left);
    }

    @Test
    void merged_memberDiedOnThisSideMeanwhile_chargesEverythingSinceTheCut() {
        part();
        useEvery(Duration.ofMinutes(2), 5);
        grid.membership.lost("a member of this half");
        useEvery(Duration.ofMinutes(2), 5);
        merge(Map.of());
        assertThat(remaining(store, POLICY, "alice")).isLessThanOrEqualTo(90);
    }

    @Test
    void merged_othersWereRestartedMeanwhile_chargesEverythingSinceTheCut() {
        grid.membership.lost("a member that was stopped");
        clock.advance(Duration.ofHours(10));
        part();
        useEvery(Duration.ofMinutes(1), 10);
        grid.entries.clear();
        grid.membership.merging();
        grid.membership.merged(Set.of("another member of the other half"));
        assertThat(remaining(store, POLICY, "alice")).isEqualTo(90);
    }

    @Test
    void merged_bucketThatBothHalvesRefilled_chargesEverythingSinceTheCut() {
        Policy bucket = Policy.of("tested", Algorithm.TOKEN_BUCKET, LimitReader.readAll("60/1h"));
        Map<String, String> others = part();
        for (int i = 0; i < 10; i++) {
            acquire(store, bucket, "alice");
            clock.advance(Duration.ofMinutes(1));
        }
        merge(others);
        assertThat(remaining(store, bucket, "alice")).isEqualTo(50);
    }

    private void useEvery(Duration pause, int times) {
        for (int i = 0; i < times; i++) {
            use(1, POLICY);
            clock.advance(pause);
        }
    }
}
