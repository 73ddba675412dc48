package dev.weir.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.LimitOverride;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Listings of keys over two instances. */
class MonitorKeysTest extends TwoInstances {

    @Test
    void keys_top_areThoseOfBoth() {
        first.use("alice", 3);
        second.use("alice", 3);
        second.use("bob", 4);
        first.use("carol", 1);
        pass(1);
        assertThat(first.keys(KeyListing.Order.TOP)).containsExactly("u:alice", "u:bob", "u:carol");
        assertThat(second.keys(KeyListing.Order.TOP)).containsExactly("u:alice", "u:bob", "u:carol");
        assertThat(first.monitor.use(POLICY, "u:alice")).hasValueSatisfying(each -> {
            assertThat(each.count()).isEqualTo(6);
            assertThat(each.error()).isZero();
        });
        assertThat(first.keys(KeyListing.Order.REFUSED)).isEmpty();
    }

    @Test
    void keys_blockedAtOne_areBlockedAtBothUntilTheBlockIsOver() {
        second.use("mallory", 12);
        pass(1);
        KeyListing.Entry blocked = first.monitor
                .keys(Optional.of(POLICY), KeyListing.Order.BLOCKED, 10, Optional.empty())
                .keys()
                .get(0);
        assertThat(blocked.used().key()).isEqualTo("u:mallory");
        assertThat(blocked.blockedUntilMillis().orElseThrow()).isGreaterThan(clock.millis() + 800_000);
        assertThat(blocked.sinceMillis().orElseThrow()).isBetween(clock.millis() - 2_000, clock.millis());
        assertThat(blocked.why()).hasValue("limit exceeded: 10/1h");
        assertThat(blocked.used().refused()).isEqualTo(2);
        clock.advance(Duration.ofHours(1));
        pass(3);
        assertThat(first.keys(KeyListing.Order.BLOCKED)).isEmpty();
        assertThat(second.keys(KeyListing.Order.BLOCKED)).isEmpty();
    }

    @Test
    void keys_unblockedAtTheOther_areNotBlockedAnyMore() {
        second.use("mallory", 12);
        second.use("eve", 12);
        pass(1);
        assertThat(first.keys(KeyListing.Order.BLOCKED)).containsExactlyInAnyOrder("u:mallory", "u:eve");
        pass(2);
        first.reset("mallory");
        assertThat(first.keys(KeyListing.Order.BLOCKED)).as("at once").containsExactly("u:eve");
        pass(2);
        assertThat(second.keys(KeyListing.Order.BLOCKED)).containsExactly("u:eve");
        pass(70);
        assertThat(first.keys(KeyListing.Order.BLOCKED)).containsExactly("u:eve");
        second.use("mallory", 12);
        pass(3);
        assertThat(first.keys(KeyListing.Order.BLOCKED))
                .as("blocked anew")
                .containsExactlyInAnyOrder("u:eve", "u:mallory");
    }

    @Test
    void keys_blockedByAnOperator_sayByWhomAndWhy() {
        Instant now = clock.instant();
        first.overrides.add(new LimitOverride(
                LimitOverride.Kind.BLOCK, POLICY, Optional.of("u:eve"), "", now, Optional.empty(), "admin", "abuse"));
        KeyListing.Entry blocked = first.monitor
                .keys(Optional.of(POLICY), KeyListing.Order.BLOCKED, 10, Optional.empty())
                .keys()
                .get(0);
        assertThat(blocked.why()).hasValue("by admin: abuse");
        assertThat(blocked.blockedUntilMillis()).hasValue(Long.MAX_VALUE);
        assertThat(blocked.sinceMillis()).hasValue(now.toEpochMilli());
    }

    @Test
    void keys_listing_asksTheGridForNothing() {
        first.use("alice", 3);
        var unused = first.monitor.statistics();
        pass(3);
        int before = firstGrid.operations;
        firstGrid.behaviour = FakeGrid.Behaviour.SILENT;
        clock.advance(Duration.ofSeconds(2));
        KeyListing page = first.monitor.keys(Optional.empty(), KeyListing.Order.TOP, 100, Optional.empty());
        assertThat(page.keys()).hasSize(1);
        assertThat(firstGrid.operations - before)
                .as("counters that are looked at")
                .isZero();
    }

    @Test
    void keys_unblockedInTheSecondOfTheBlock_areNotBlocked() {
        first.use("mallory", 12);
        first.reset("mallory");
        second.use("eve", 12);
        first.reset("eve");
        pass(3);
        assertThat(first.keys(KeyListing.Order.BLOCKED)).isEmpty();
        assertThat(second.keys(KeyListing.Order.BLOCKED)).isEmpty();
    }

    @Test
    void keys_unblockedWhileTheClusterFails_areBlockedUntilItSaysOtherwise() {
        first.use("mallory", 12);
        pass(2);
        firstGrid.behaviour = FakeGrid.Behaviour.FAILING;
        first.reset("mallory");
        assertThat(first.keys(KeyListing.Order.BLOCKED)).containsExactly("u:mallory");
        firstGrid.thaw();
        second.reset("mallory");
        pass(12);
        assertThat(first.keys(KeyListing.Order.BLOCKED)).isEmpty();
    }

    @Test
    void keys_cursorOfAnotherListing_goesOnInTheOneThatIsAskedFor() {
        for (int i = 0; i < 5; i++) {
            first.use("user" + i, 5 - i);
        }
        first.use("mallory", 12);
        pass(1);
        String cursor = first.monitor
                .keys(Optional.of(POLICY), KeyListing.Order.TOP, 1, Optional.empty())
                .cursor()
                .orElseThrow();
        assertThat(first.monitor
                        .keys(Optional.of(POLICY), KeyListing.Order.TOP, 9, Optional.of(cursor))
                        .keys())
                .hasSize(5);
        assertThat(first.monitor
                        .keys(Optional.of(POLICY), KeyListing.Order.REFUSED, 9, Optional.of(cursor))
                        .keys())
                .as("one key was refused, and the place is after it")
                .isEmpty();
        assertThat(first.monitor
                        .keys(Optional.of("nosuch"), KeyListing.Order.TOP, 9, Optional.of(cursor))
                        .keys())
                .isEmpty();
    }
}
