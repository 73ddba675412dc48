package dev.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.LimitState;
import dev.weir.Source;
import dev.weir.core.Mode;
import dev.weir.core.Quota;
import dev.weir.core.Verdict;
import dev.weir.store.StoreResult;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyDecisionTest {

    private static final Quota MINUTE = new Quota(LimitReader.read("60/1m"), 7, 900);
    private static final Quota HOUR = new Quota(LimitReader.read("90/1h"), 7, 40_000);
    private static final Quota DAY = new Quota(LimitReader.read("900/1d"), 800, 70_000);

    @Test
    void limit_several_isTheOneWithTheFewestPermitsLeft() {
        PolicyDecision decided =
                counted(Mode.ENFORCE, new Verdict(true, false, 0, OptionalLong.of(0), List.of(DAY, MINUTE)));
        assertThat(decided.limit()).contains(MINUTE.limit());
        assertThat(decided.remaining()).isEqualTo(7);
        assertThat(decided.resetAfter()).isEqualTo(Duration.ofMillis(900));
    }

    @Test
    void limits_several_areAllInTheirOrder() {
        PolicyDecision decided =
                counted(Mode.ENFORCE, new Verdict(true, false, 0, OptionalLong.of(0), List.of(DAY, MINUTE)));
        assertThat(decided.limits())
                .containsExactly(
                        new LimitState(DAY.limit(), 800, Duration.ofSeconds(70)),
                        new LimitState(MINUTE.limit(), 7, Duration.ofMillis(900)));
    }

    @Test
    void limit_equallyTight_isTheOneThatTakesLongest() {
        PolicyDecision decided =
                counted(Mode.ENFORCE, new Verdict(true, false, 0, OptionalLong.of(0), List.of(MINUTE, HOUR)));
        assertThat(decided.limit()).contains(HOUR.limit());
        assertThat(decided.resetAfter()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void refusal_thatWaits_saysHowLong() {
        PolicyDecision decided = counted(Mode.ENFORCE, refusal(OptionalLong.of(1_234), false));
        assertThat(decided.allowed()).isFalse();
        assertThat(decided.exceeded()).isTrue();
        assertThat(decided.retryAfter()).contains(Duration.ofMillis(1_234));
        assertThat(decided.blocked()).isFalse();
        assertThat(decided.unavailable()).isFalse();
        assertThat(decided.source()).isEqualTo(Source.CLUSTER);
    }

    @Test
    void refusal_forever_hasNoRetryAfter() {
        assertThat(counted(Mode.ENFORCE, refusal(OptionalLong.empty(), false)).retryAfter())
                .isEmpty();
    }

    @Test
    void refusal_byABlock_isBlocked() {
        assertThat(counted(Mode.ENFORCE, refusal(OptionalLong.of(9), true)).blocked())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = "ENFORCE", mode = EnumSource.Mode.EXCLUDE)
    void refusal_notEnforced_isAllowedAndNotBlocked(Mode mode) {
        PolicyDecision decided = counted(mode, refusal(OptionalLong.of(9), true));
        assertThat(decided.allowed()).isTrue();
        assertThat(decided.exceeded()).isTrue();
        assertThat(decided.blocked()).isFalse();
        assertThat(decided.retryAfter()).contains(Duration.ZERO);
    }

    @Test
    void admission_any_waitsForNothing() {
        PolicyDecision decided =
                counted(Mode.ENFORCE, new Verdict(true, false, 0, OptionalLong.of(0), List.of(MINUTE)));
        assertThat(decided.allowed()).isTrue();
        assertThat(decided.exceeded()).isFalse();
        assertThat(decided.retryAfter()).contains(Duration.ZERO);
    }

    @Test
    void uncounted_closed_isUnavailableForASecond() {
        PolicyDecision decided = uncounted(Mode.ENFORCE, false);
        assertThat(decided.allowed()).isFalse();
        assertThat(decided.unavailable()).isTrue();
        assertThat(decided.exceeded()).as("nobody counted").isFalse();
        assertThat(decided.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(decided.source()).isEqualTo(Source.LOCAL);
    }

    @Test
    void uncounted_open_isAllowedWithoutALimit() {
        PolicyDecision decided = uncounted(Mode.ENFORCE, true);
        assertThat(decided.allowed()).isTrue();
        assertThat(decided.unavailable()).isFalse();
        assertThat(decided.limit()).isEmpty();
        assertThat(decided.remaining()).isEqualTo(Long.MAX_VALUE);
        assertThat(decided.resetAfter()).isZero();
        assertThat(decided.quotas()).isEmpty();
    }

    @Test
    void uncounted_closedInShadow_isAllowed() {
        assertThat(uncounted(Mode.SHADOW, false).allowed()).isTrue();
        assertThat(uncounted(Mode.SHADOW, false).unavailable()).isFalse();
    }

    @Test
    void isCharged_onlyWhatWasTaken_isSo() {
        StoreResult admits = new StoreResult.Decided(
                new Verdict(true, false, 0, OptionalLong.of(0), List.of(MINUTE)), Source.CLUSTER);
        assertThat(new PolicyDecision(charge(Mode.ENFORCE), admits, true).isCharged())
                .isTrue();
        assertThat(new PolicyDecision(charge(Mode.ENFORCE), admits, false).isCharged())
                .isFalse();
        assertThat(counted(Mode.SHADOW, refusal(OptionalLong.of(9), false)).isCharged())
                .isFalse();
        assertThat(uncounted(Mode.ENFORCE, true).isCharged()).isFalse();
    }

    private static Verdict refusal(OptionalLong wait, boolean blocked) {
        return new Verdict(false, blocked, 0, wait, List.of(MINUTE));
    }

    private static PolicyDecision counted(Mode mode, Verdict verdict) {
        return new PolicyDecision(charge(mode), new StoreResult.Decided(verdict, Source.CLUSTER), true);
    }

    private static PolicyDecision uncounted(Mode mode, boolean admits) {
        return new PolicyDecision(charge(mode), new StoreResult.Undecided(admits), true);
    }

    private static Charge charge(Mode mode) {
        return Engines.charge(Engines.policy("tested", "60/1m", mode));
    }
}
