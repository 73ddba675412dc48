package dev.weir.store;

import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Source;
import dev.weir.core.Quota;
import dev.weir.core.Verdict;
import dev.weir.text.LimitReader;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreResultAssertTest {

    private static final StoreResult ADMITTED = decided(true, false);
    private static final StoreResult REFUSED = decided(false, false);
    private static final StoreResult BLOCKED = decided(false, true);

    /** Every assertion, as it holds for {@link #ADMITTED} or for one of the others. */
    private enum Assertion {
        ADMITTED(StoreResultAssert::isAdmitted),
        REFUSED(StoreResultAssert::isRefused),
        BLOCKED(StoreResultAssert::isBlocked),
        FROM(each -> each.isFrom(Source.LEASE)),
        REMAINING(each -> each.hasRemaining(3));

        private final UnaryOperator<StoreResultAssert> assertion;

        Assertion(UnaryOperator<StoreResultAssert> assertion) {
            this.assertion = assertion;
        }

        void of(StoreResult result) {
            StoreResultAssert unused = assertion.apply(assertThat(result));
        }
    }

    @Test
    void assertion_thatHolds_passes() {
        assertThat(ADMITTED).isAdmitted().isFrom(Source.LEASE).hasRemaining(3);
        assertThat(REFUSED).isRefused();
        assertThat(BLOCKED).isRefused().isBlocked();
    }

    @Test
    void assertion_thatDoesNotHold_saysWhatCame() {
        assertFails(() -> assertThat(REFUSED).isAdmitted(), "admitted, was refused from LEASE, remaining [3]");
        assertFails(() -> assertThat(ADMITTED).isRefused(), "refused, was admitted from LEASE, remaining [3]");
        assertFails(() -> assertThat(REFUSED).isBlocked(), "blocked, was refused from LEASE, remaining [3]");
        assertFails(() -> assertThat(BLOCKED).isAdmitted(), "admitted, was blocked from LEASE, remaining [3]");
        assertFails(() -> assertThat(ADMITTED).isFrom(Source.CLUSTER), "from CLUSTER, was admitted from LEASE");
        assertFails(() -> assertThat(ADMITTED).hasRemaining(4), "4 remaining, was admitted from LEASE, remaining [3]");
    }

    @ParameterizedTest
    @EnumSource
    void assertion_undecided_failsAlsoWhereTheFallbackAdmits(Assertion assertion) {
        assertFails(() -> assertion.of(new StoreResult.Undecided(true)), "was Undecided[admits=true]");
        assertFails(() -> assertion.of(new StoreResult.Undecided(false)), "was Undecided[admits=false]");
    }

    private static void assertFails(Runnable assertion, String message) {
        assertThatThrownBy(assertion::run).isInstanceOf(AssertionError.class).hasMessageContaining(message);
    }

    private static StoreResult decided(boolean allowed, boolean blocked) {
        List<Quota> quotas = List.of(new Quota(LimitReader.read("5/1m"), 3, 0));
        return new StoreResult.Decided(new Verdict(allowed, blocked, 0, OptionalLong.of(0), quotas), Source.LEASE);
    }
}
