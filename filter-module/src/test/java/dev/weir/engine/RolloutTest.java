package dev.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.MutableClock;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.store.memory.LocalStore;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For which keys a policy is enforced: the right share of them, and always the same. */
class RolloutTest {

    private static final int KEYS = 100_000;
    private static final int[] ROLLOUTS = {0, 1, 1_000, 5_000, 9_999, Policy.ALL_KEYS};

    /** Other steps than these would change which clients of running applications are refused. */
    @ParameterizedTest
    @CsvSource({
        "api, USER, alice, 2561",
        "api, USER, bob, 263",
        "login, USER, alice, 8037",
        "api, CUSTOM, alice, 6112",
        "api, HEADER, alice, 462",
        "api, GLOBAL, '', 2024",
        "api, ADDRESS, 4:203.0.113.9, 4482",
        "api, ADDRESS, 6:2001:db8:1:2::/64, 4289",
        "api, SESSION, sha256:0000000000000000000000000000000000000000000000000000000000000000, 2552",
        "api, USER, Zo\u00eb, 5580",
        "api, USER, \ud83d\ude00, 3501",
    })
    void step_key_isTheSameForEver(String policy, Key.Kind kind, String value, int step) {
        assertThat(Rollout.step(policy, new Key(kind, value))).isEqualTo(step);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "login"})
    void isEnforced_addresses_areTheShareWithinThreeSigma(String policy) {
        for (int rollout : ROLLOUTS) {
            assertShare(enforced(policy, rollout, RolloutTest::address), rollout);
        }
    }

    @Test
    void isEnforced_users_areTheShareWithinThreeSigma() {
        for (int rollout : ROLLOUTS) {
            assertShare(enforced("login", rollout, RolloutTest::user), rollout);
        }
    }

    private static void assertShare(BitSet enforced, int rollout) {
        double share = rollout / (double) Policy.ALL_KEYS;
        double sigma = Math.sqrt(KEYS * share * (1 - share));
        assertThat(Math.abs(enforced.cardinality() - KEYS * share))
                .as(enforced.cardinality() + " keys at " + rollout)
                .isLessThanOrEqualTo(3 * sigma);
    }

    @Test
    void isEnforced_largerRollout_onlyAddsKeys() {
        BitSet before = new BitSet();
        for (int rollout : ROLLOUTS) {
            BitSet enforced = enforced("api", rollout, RolloutTest::user);
            before.andNot(enforced);
            assertThat(before.isEmpty()).as("keys lost at " + rollout).isTrue();
            before = enforced;
        }
    }

    @Test
    void step_manyKeys_haveAllSteps() {
        BitSet steps = new BitSet();
        for (int i = 0; i < 2 * KEYS; i++) {
            steps.set(Rollout.step("api", user(i)));
        }
        assertThat(steps.nextClearBit(0)).isEqualTo(Policy.ALL_KEYS);
        assertThat(steps.length()).isEqualTo(Policy.ALL_KEYS);
    }

    /** Of two policies at half of the keys, a quarter of the keys are under both. */
    @Test
    void isEnforced_twoPolicies_areIndependent() {
        List<BitSet> policies = new ArrayList<>();
        for (String name : List.of("api", "apj", "api2", "login")) {
            policies.add(enforced(name, 5_000, RolloutTest::user));
        }
        for (BitSet one : policies) {
            for (BitSet two : policies) {
                if (one != two) {
                    BitSet both = (BitSet) one.clone();
                    both.and(two);
                    double expected = one.cardinality() * (double) two.cardinality() / KEYS;
                    assertThat(Math.abs(both.cardinality() - expected)).isLessThan(3 * Math.sqrt(KEYS / 16.0));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "ENFORCE", mode = EnumSource.Mode.EXCLUDE)
    void isEnforced_otherModes_neverIs(Mode mode) {
        Policy policy = Engines.policy("api", "1/1h", mode);
        assertThat(Rollout.isEnforced(policy, Engines.ALICE)).isFalse();
    }

    @Test
    void charge_spellingsOfAKey_areAlike() {
        Policy half = Engines.policy("api", "1/1h").withRollout(5_000);
        Engine engine = Engines.over(new StoreInBetween(new LocalStore(new MutableClock(), 1)), half);
        for (int i = 0; i < 50; i++) {
            Charge plain = engine.charge(half, Key.address("203.0.113." + i), 1);
            Charge mapped = engine.charge(half, Key.address("::ffff:203.0.113." + i), 1);
            assertThat(mapped.enforced()).isEqualTo(plain.enforced());
        }
    }

    @Test
    void charge_secretOfTheKeys_changesNothing() {
        Policy half = Engines.policy("api", "1/1h").withRollout(5_000);
        StoreInBetween unused = new StoreInBetween(new LocalStore(new MutableClock(), 1));
        Engine plain = Engines.over(unused, half);
        Engine secret = Engines.over(unused, Optional.of("secret"), half);
        for (int i = 0; i < 50; i++) {
            assertThat(secret.charge(half, user(i), 1).enforced())
                    .isEqualTo(plain.charge(half, user(i), 1).enforced());
        }
    }

    @Test
    void charge_unknownKey_isEnforcedOnlyForAllKeys() {
        Policy all = Engines.policy("api", "1/1h");
        assertThat(Charge.ofUnknownKey(all, 1).enforced()).isTrue();
        assertThat(Charge.ofUnknownKey(all.withRollout(9_999), 1).enforced()).isFalse();
        assertThat(Charge.ofUnknownKey(Engines.policy("api", "1/1h", Mode.SHADOW), 1)
                        .enforced())
                .isFalse();
    }

    private static Key address(int number) {
        return Key.address("4:10." + (number >> 16) + '.' + ((number >> 8) & 255) + '.' + (number & 255));
    }

    private static Key user(int number) {
        return Key.user("user" + number);
    }

    private static BitSet enforced(String name, int rollout, IntFunction<Key> keys) {
        Policy policy = Engines.policy(name, "1/1h").withRollout(rollout);
        BitSet enforced = new BitSet(KEYS);
        for (int i = 0; i < KEYS; i++) {
            enforced.set(i, Rollout.isEnforced(policy, keys.apply(i)));
        }
        return enforced;
    }
}
