package dev.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.MutableClock;
import dev.weir.RateLimiter;
import dev.weir.Slot;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.spi.Enforcement;
import dev.weir.store.memory.LocalStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link RateLimiter#slot}. */
class SlotTest {

    private static RateLimiter limiter(Policy policy) {
        return Engines.over(new LocalStore(new MutableClock(), 100), policy);
    }

    private static Policy exports(Mode mode) {
        return Engines.policy("exports", "9/1h", mode).withConcurrency(2);
    }

    @Test
    void slot_upToTheConcurrency_isAllowedAndThenRefused() {
        RateLimiter limiter = limiter(exports(Mode.ENFORCE));
        Slot first = limiter.slot("exports", Engines.ALICE);
        assertThat(first.allowed()).isTrue();
        assertThat(first.refusal()).isEmpty();
        assertThat(limiter.slot("exports", Engines.ALICE).allowed()).isTrue();
        Slot third = limiter.slot("exports", Engines.ALICE);
        assertThat(third.allowed()).isFalse();
        assertThat(third.refusal().map(Decision::policy)).contains("exports-concurrency");
        third.close();
        assertThat(limiter.slot("exports", Engines.ALICE).allowed())
                .as("a refused slot frees none")
                .isFalse();
        assertThat(limiter.slot("exports", Key.user("bob")).allowed()).isTrue();
        first.close();
        first.close();
        assertThat(limiter.slot("exports", Engines.ALICE).allowed()).isTrue();
        assertThat(limiter.slot("exports", Engines.ALICE).allowed())
                .as("closed twice, freed once")
                .isFalse();
        assertThat(limiter.peek("exports", Engines.ALICE).remaining())
                .as("no permits")
                .isEqualTo(9);
    }

    @Test
    void slot_shadow_refusesNobody() {
        RateLimiter limiter = limiter(exports(Mode.SHADOW));
        for (int i = 0; i < 4; i++) {
            assertThat(limiter.slot("exports", Engines.ALICE).allowed()).isTrue();
        }
    }

    @Test
    void slot_off_isAllowed() {
        RateLimiter limiter = limiter(exports(Mode.OFF));
        for (int i = 0; i < 4; i++) {
            assertThat(limiter.slot("exports", Engines.ALICE).allowed()).isTrue();
        }
    }

    @Test
    void slot_withoutConcurrency_throws() {
        RateLimiter limiter = limiter(Engines.policy("exports", "9/1h"));
        assertThatThrownBy(() -> limiter.slot("exports", Engines.ALICE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the policy has no concurrency, was \"exports\"");
        assertThatThrownBy(() -> limiter.slot("imports", Engines.ALICE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no such policy");
    }

    @Test
    void taken_nothing_frees() {
        Slot nothing = TakenSlot.of(Concurrency.Taken.NOTHING);
        nothing.close();
        assertThat(nothing.refusal()).isEqualTo(Optional.empty());
    }

    @Test
    void enforcement_tellsTheSlotsInUse() {
        Engine limiter = Engines.over(new LocalStore(new MutableClock(), 100), exports(Mode.ENFORCE));
        Slot first = limiter.slot("exports", Engines.ALICE);
        assertThat(limiter.enforcement("exports", Engines.ALICE)).isEqualTo(new Enforcement(true, Optional.of(2), 1));
        assertThat(limiter.enforcement("exports", Key.user("bob")).held()).isZero();
        first.close();
        assertThat(limiter.enforcement("exports", Engines.ALICE).held()).isZero();
        assertThatThrownBy(() -> limiter.enforcement("imports", Engines.ALICE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("imports");
    }

    @Test
    void enforcement_policyThatRefusesNobody_isNone() {
        for (Mode mode : List.of(Mode.SHADOW, Mode.OFF)) {
            Engine limiter = Engines.over(new LocalStore(new MutableClock(), 100), exports(mode));
            assertThat(limiter.enforcement("exports", Engines.ALICE).enforced())
                    .as(mode.toString())
                    .isFalse();
        }
    }
}
