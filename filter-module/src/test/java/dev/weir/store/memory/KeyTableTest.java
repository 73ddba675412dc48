package dev.weir.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.MutableClock;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.StoreFixtures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTableTest {

    private static final int MAX_KEYS = 100;
    private static final Policy POLICY = StoreFixtures.policy("5/1m");

    /** Is pinned and refused as the test says, and never expires. */
    private final class Known implements KeyTable.Entry {

        private final CounterId id;
        private boolean referenced;

        Known(CounterId id) {
            this.id = id;
        }

        @Override
        public CounterId id() {
            return id;
        }

        @Override
        public void markReferenced() {
            referenced = true;
        }

        @Override
        public boolean clearReferenced() {
            boolean was = referenced;
            referenced = false;
            return was;
        }

        @Override
        public boolean isPinned(long nowMillis) {
            return pinned.contains(id.key().value()) || isRefused(nowMillis);
        }

        @Override
        public boolean isRefused(long nowMillis) {
            return refused.contains(id.key().value());
        }

        @Override
        public boolean isBlocked(long nowMillis) {
            return blocked.contains(id.key().value());
        }

        @Override
        public boolean isExpired(long nowMillis) {
            return false;
        }
    }

    private final Set<String> pinned = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> blocked = new HashSet<>();
    private final List<String> evicted = new ArrayList<>();
    private final KeyTable<Known> table = new KeyTable<>(
            new MutableClock(),
            MAX_KEYS,
            Known::new,
            each -> evicted.add(each.id().key().value()));

    private Known get(String key) {
        return table.get(StoreFixtures.id(POLICY, key));
    }

    private void flood(int keys) {
        for (int i = 0; i < keys; i++) {
            Known unused = get("flood-" + i);
        }
    }

    @Test
    void get_floodOfNewKeys_staysBounded() {
        flood(10_000);
        assertThat(table.size()).isLessThanOrEqualTo(MAX_KEYS);
    }

    @Test
    void get_keyThatIsUsedAgainAndAgain_outlivesAFlood() {
        Known known = get("known");
        for (int i = 0; i < 10_000; i++) {
            Known unused = get("flood-" + i);
            assertThat(get("known")).isSameAs(known);
        }
    }

    @Test
    void get_pinnedKeys_outliveAFlood() {
        List<Known> known = new ArrayList<>();
        for (int i = 0; i < MAX_KEYS; i++) {
            pinned.add("pinned-" + i);
            known.add(get("pinned-" + i));
        }
        flood(10_000);
        for (int i = 0; i < MAX_KEYS; i++) {
            assertThat(get("pinned-" + i)).isSameAs(known.get(i));
        }
        assertThat(table.size()).isLessThanOrEqualTo(2 * MAX_KEYS);
    }

    @Test
    void get_morePinnedKeysThanThereIsRoomFor_staysBounded() {
        for (int i = 0; i < 1_000; i++) {
            pinned.add("flood-" + i);
        }
        flood(1_000);
        assertThat(table.size()).isEqualTo(MAX_KEYS + MAX_KEYS / 2);
        assertThat(evicted).hasSize(1_000 - MAX_KEYS - MAX_KEYS / 2);
    }

    @Test
    void get_moreRefusedKeysThanThereIsRoomFor_staysBounded() {
        for (int i = 0; i < 1_000; i++) {
            refused.add("flood-" + i);
        }
        flood(1_000);
        assertThat(table.size()).isEqualTo(2 * MAX_KEYS);
    }

    @Test
    void get_refusedKeys_outliveAFloodOfPinnedOnes() {
        List<Known> known = new ArrayList<>();
        for (int i = 0; i < MAX_KEYS / 2; i++) {
            refused.add("refused-" + i);
            known.add(get("refused-" + i));
        }
        for (int i = 0; i < 10_000; i++) {
            pinned.add("flood-" + i);
        }
        flood(10_000);
        for (int i = 0; i < MAX_KEYS / 2; i++) {
            assertThat(get("refused-" + i)).isSameAs(known.get(i));
        }
    }

    @Test
    void sweep_nothingPinnedAnyMore_letsGoOfWhatIsTooMuch() {
        for (int i = 0; i < 1_000; i++) {
            pinned.add("flood-" + i);
        }
        flood(1_000);
        pinned.clear();
        table.sweep();
        assertThat(table.size()).isLessThanOrEqualTo(MAX_KEYS);
    }

    /** As somebody would choose names who wants the table to be slow: a hash table then goes by the order. */
    @Test
    void get_keysOfOneHashCode_areToldApartByTheirOrder() {
        List<CounterId> ids = new ArrayList<>();
        for (int i = 0; i < 1 << 6; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 6; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            ids.add(StoreFixtures.id(POLICY, name.toString()));
        }
        assertThat(ids).extracting(CounterId::hashCode).containsOnly(ids.get(0).hashCode());
        assertThat(ids).doesNotHaveDuplicates();
        for (CounterId id : ids) {
            for (CounterId other : ids) {
                assertThat(id.compareTo(other) == 0).isEqualTo(id.equals(other));
                assertThat(Integer.signum(id.compareTo(other))).isEqualTo(-Integer.signum(other.compareTo(id)));
            }
            assertThat(table.get(id).id()).isEqualTo(id);
        }
        assertThat(table.size()).isEqualTo(ids.size());
    }

    @Test
    void compareTo_otherKindOrPolicy_isAnother() {
        CounterId id = new CounterId(POLICY, Key.user("alice"));
        CounterId kind = new CounterId(POLICY, Key.header("alice"));
        CounterId policy = new CounterId(Policy.of("other", POLICY.algorithm(), POLICY.limits()), Key.user("alice"));
        assertThat(id.compareTo(kind)).isNotZero();
        assertThat(id.compareTo(policy)).isNotZero();
        assertThat(kind.compareTo(policy)).isNotZero();
        assertThat(id.compareTo(new CounterId(StoreFixtures.policy("6/1m"), Key.user("alice"))))
                .isZero();
    }
}
