package dev.weir.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.core.Algorithm;
import dev.weir.core.Change;
import dev.weir.core.Lending;
import dev.weir.core.Policy;
import dev.weir.core.Verdict;
import dev.weir.store.CounterStore;
import dev.weir.store.CounterStoreContract;
import dev.weir.store.StoreFixtures;
import dev.weir.text.LimitReader;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LocalStoreTest extends CounterStoreContract {

    private static final int MAX_KEYS = 1_000;

    private final MutableClock clock = new MutableClock();
    private final LocalStore store = new LocalStore(clock, MAX_KEYS);

    @Override
    protected CounterStore store() {
        return store;
    }

    @Override
    protected CounterStore otherInstance() {
        return store;
    }

    @Test
    void flood_ofNewKeys_staysBoundedAndFreesNoRefusedKey() {
        Policy policy = policy("1/1h");
        for (int i = 0; i < 100; i++) {
            acquire(policy, "refused-" + i);
            assertThat(acquire(policy, "refused-" + i).allowed()).isFalse();
        }
        for (int i = 0; i < 50_000; i++) {
            acquire(policy, "flood-" + i);
        }
        assertThat(store.size()).isLessThanOrEqualTo(MAX_KEYS + 100);
        for (int i = 0; i < 100; i++) {
            assertThat(acquire(policy, "refused-" + i).allowed())
                    .as("key %d", i)
                    .isFalse();
        }
    }

    @Test
    void flood_thatIsRefused_staysBounded() {
        Policy policy = policy("1/1h");
        for (int i = 0; i < 10_000; i++) {
            acquire(policy, "key-" + i);
            acquire(policy, "key-" + i);
        }
        assertThat(store.size()).isLessThanOrEqualTo(2 * MAX_KEYS);
    }

    @Test
    void acquire_recoveredKeys_takeNoRoom() {
        Policy policy = policy("1/1s");
        for (int i = 0; i < 500; i++) {
            acquire(policy, "key-" + i);
            acquire(policy, "key-" + i);
        }
        clock.advance(Duration.ofSeconds(2));
        store.sweep();
        assertThat(store.size()).isZero();
    }

    @Test
    void acquire_shortestRecovery_isStoredAllTheSame() {
        Policy policy = Policy.of(
                "fast",
                Algorithm.TOKEN_BUCKET,
                LimitReader.readAll("1000000/1s").stream()
                        .map(limit -> limit.withBurst(1))
                        .toList());
        assertThat(acquire(policy, "key").allowed()).isTrue();
        assertThat(acquire(policy, "key").allowed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void acquire_keyThatIsAskedOften_saysWhatIsLeftEachTime(Algorithm algorithm) {
        Policy policy = Policy.of("often", algorithm, LimitReader.readAll("100/1h"));
        for (int left = 99; left >= 0; left--) {
            assertThat(remaining(acquire(policy, "key"))).isEqualTo(left);
            clock.advance(Duration.ofMillis(7));
        }
        assertThat(acquire(policy, "key").allowed()).isFalse();
    }

    @ParameterizedTest
    // a log has no leases, and not so many permits
    @EnumSource(names = "SLIDING_LOG", mode = EnumSource.Mode.EXCLUDE)
    void acquire_keyThatIsAskedOften_isCountedOnceForMany(Algorithm algorithm) {
        // a bucket of it is full again with every request
        Policy policy = Policy.of("often", algorithm, LimitReader.readAll("1000000000/1h"));
        for (int i = 0; i < 9; i++) {
            assertThat(acquire(policy, "key").atMillis()).isEqualTo(clock.millis());
        }
        Verdict tenth = acquire(policy, "key");
        // permits that were taken in advance are booked at the last time that they can be used
        assertThat(tenth.atMillis()).isGreaterThan(clock.millis());
        assertThat(acquire(policy, "key").atMillis()).isEqualTo(tenth.atMillis());
    }

    @Test
    void acquire_keyThatIsAskedOftenAfterItsLease_isLeasedAgainAtOnce() {
        Policy policy = policy("1000/1h");
        for (int i = 0; i < 10; i++) {
            acquire(policy, "key");
        }
        clock.advance(Duration.ofMillis(Lending.leaseMillis(policy) + 1));
        acquire(policy, "key");
        assertThat(acquire(policy, "key").atMillis()).isGreaterThan(clock.millis());
        clock.advance(Duration.ofMillis(3 * Lending.leaseMillis(policy) + 1));
        acquire(policy, "key");
        assertThat(acquire(policy, "key").atMillis()).isEqualTo(clock.millis());
    }

    @Test
    void sweep_keyThatWasAskedOften_takesBackWhatWasLeft() {
        Policy policy = policy("1000/1h");
        for (int i = 0; i < 20; i++) {
            acquire(policy, "key");
        }
        clock.advance(Duration.ofMillis(2 * Lending.leaseMillis(policy)));
        store.sweep();
        Verdict first = acquire(policy, "key");
        assertThat(remaining(first)).isEqualTo(979);
        assertThat(first.atMillis()).isEqualTo(clock.millis());
    }

    private static long remaining(Verdict verdict) {
        return verdict.quotas().get(0).remaining();
    }

    private Verdict acquire(Policy policy, String key) {
        return StoreFixtures.decided(store.apply(StoreFixtures.id(policy, key), new Change.Acquire(1), () -> budget()))
                .verdict();
    }
}
