package dev.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Limit;
import dev.weir.config.MapSource;
import dev.weir.core.Policy;
import dev.weir.store.grid.Retention;
import dev.weir.text.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallPoliciesTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final CallPolicies policies = new CallPolicies(true);

    @ParameterizedTest
    @CsvSource({
        "100, PT1H, allow-100-3600000ms",
        "0, PT0.001S, allow-0-1ms",
        "9223372036854775807, P366D, allow-9223372036854775807-31622400000ms",
        "5, PT0.0015S, allow-5-2ms",
        "5, PT1.999000001S, allow-5-2000ms",
    })
    void of_pair_isOnePolicyWithAName(long permits, Duration window, String name) {
        Policy policy = policies.of(permits, window);
        assertThat(policy.name()).isEqualTo(name).matches(Values::isName);
        assertThat(policy.limits()).extracting(Limit::permits).containsExactly(permits);
        assertThat(policies.of(permits, window)).isSameAs(policy);
        assertThat(policies.named(name)).containsSame(policy);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE})
    void of_negativePermits_areAMistakeOfTheCaller(long permits) {
        assertThatThrownBy(() -> policies.of(permits, HOUR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("permits must be >= 0, was " + permits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1H", "PT0.000999999S", "PT8784H0.000000001S", "PT2562047788015215H"})
    void of_windowOutOfRange_isAMistakeOfTheCaller(Duration window) {
        assertThatThrownBy(() -> policies.of(1, window))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("window must be from 1ms to 366d, was " + window);
    }

    @Test
    void of_moreThanAThousandPairs_isAMistakeThatNamesTheBound() {
        for (int i = 0; i < CallPolicies.MOST; i++) {
            assertThat(policies.of(i, HOUR).name()).startsWith("allow-" + i + "-");
        }
        assertThatThrownBy(() -> policies.of(1_000, HOUR))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("calls of RateLimiter.allow can have at most 1000 different pairs of permits and window,"
                        + " and 1000/1h would be one more");
        assertThat(policies.of(999, HOUR).name()).as("known ones go on").isEqualTo("allow-999-3600000ms");
    }

    @Test
    void of_turnedOff_isUnlimitedAndHasNoBound() {
        CallPolicies off = new CallPolicies(false);
        for (int i = 0; i <= CallPolicies.MOST; i++) {
            assertThat(off.of(i, HOUR).limits()).isEmpty();
        }
        assertThatThrownBy(() -> off.of(-1, HOUR)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allow",
                "allow-5",
                "allow-05-1ms",
                "allow-5-0ms",
                "allow-5-01ms",
                "allow-5-1s",
                "allow--5-1ms",
                "allow-9223372036854775808-1ms",
                "allow-5-31622400001ms",
            })
    void named_noPairHasThatName_isEmpty(String name) {
        assertThat(policies.named(name)).isEmpty();
    }

    /** Otherwise a policy of the configuration and the calls would count together. */
    @ParameterizedTest
    @ValueSource(strings = {"allow-100-3600000ms", "allow-0-1ms"})
    void name_ofAPair_isAProblemInTheConfiguration(String name) {
        assertThat(policies.named(name)).isPresent();
        assertThat(MapSource.of("policies", name, "policy." + name + ".limit", "1/1h")
                        .problems())
                .containsExactly("ratelimit.policy." + name + ": calls of RateLimiter.allow have such names, was \""
                        + name + "\"");
        assertThat(MapSource.of("policies", name + "x", "policy." + name + "x.limit", "1/1h")
                        .problems())
                .isEmpty();
    }

    @Test
    void prepareIn_anyWindow_hasACacheThatIsOpen() {
        List<Policy> prepared = new ArrayList<>();
        CallPolicies.prepareIn(new PreparedPolicies(prepared::add));
        Set<Retention> open = EnumSet.noneOf(Retention.class);
        prepared.forEach(policy -> open.add(Retention.of(policy)));
        assertThat(prepared).hasSameSizeAs(open);
        for (long window = 1; window < Limit.LONGEST_WINDOW.toMillis(); window = window * 9 / 8 + 1) {
            assertThat(open).contains(Retention.of(policies.of(1, Duration.ofMillis(window))));
        }
        assertThat(open).contains(Retention.of(policies.of(Long.MAX_VALUE, Limit.LONGEST_WINDOW)));
    }
}
