package dev.weir.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The part of a policy is remembered, as long as it is the same. */
class ShareTest {

    private final FakeMembers members = new FakeMembers();
    private final Share share = new Share(() -> members.count);
    private final Policy policy = StoreFixtures.blocking("10/1h", Duration.ofMinutes(1));

    @Test
    void of_askedAgain_isTheSame() {
        assertThat(share.of(policy, true)).isSameAs(share.of(policy, true));
        assertThat(share.of(policy, true)).isEqualTo(policy.sharedBy(2));
    }

    @Test
    void of_membersChange_isAnother() {
        assertThat(share.of(policy, true).sharers()).isEqualTo(2);
        members.count = 5;
        assertThat(share.of(policy, true).sharers()).isEqualTo(5);
        members.count = 1;
        assertThat(share.of(policy, true)).isEqualTo(policy);
    }

    @Test
    void of_blocksOrLimitsChange_isAnother() {
        assertThat(share.of(policy, true).block().millis()).isEqualTo(60_000);
        assertThat(share.of(policy, false).block().millis()).isZero();
        Policy raised = StoreFixtures.policy("20/1h");
        assertThat(share.of(raised, false).limits()).isEqualTo(raised.limits());
    }

    private static final class FakeMembers {
        private int count = 2;
    }
}
