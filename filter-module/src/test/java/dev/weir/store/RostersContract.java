package dev.weir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.MutableClock;
import dev.weir.core.Policy;
import dev.weir.store.Rosters.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What all rosters do, wherever they are kept. */
public abstract class RostersContract {

    private static final Policy API = StoreFixtures.policy("100/1h");
    protected static final CounterId ACME = new CounterId(API, Key.tenant("acme"));

    protected final MutableClock clock = new MutableClock();

    protected abstract Rosters rosters();

    /** Called where an instance is visited, as it is once a minute. */
    protected abstract void sweep();

    /** The entry of a principal of that number. */
    public static String entry(int number) {
        return String.format("%012d", number);
    }

    protected Answer enter(CounterId id, int number, int most) {
        return rosters().enter(id, entry(number), most, new WaitBudget(0, () -> 0));
    }

    @Test
    void enter_asManyAsThereMayBe_areTheFirst() {
        for (int i = 0; i < 10; i++) {
            assertThat(enter(ACME, i, 10)).isEqualTo(Answer.ADMITTED);
        }
        assertThat(enter(ACME, 10, 10)).isEqualTo(Answer.FULL);
        for (int i = 0; i < 10; i++) {
            assertThat(enter(ACME, i, 10)).isEqualTo(Answer.ADMITTED);
        }
        assertThat(enter(ACME, 11, 10)).isEqualTo(Answer.FULL);
    }

    @Test
    void look_entersNobody() {
        assertThat(rosters().look(ACME, entry(1), 1)).isEqualTo(Answer.UNKNOWN);
        assertThat(enter(ACME, 2, 1)).isEqualTo(Answer.ADMITTED);
        assertThat(rosters().look(ACME, entry(1), 1)).isEqualTo(Answer.FULL);
        assertThat(rosters().look(ACME, entry(2), 1)).isEqualTo(Answer.ADMITTED);
    }

    @Test
    void enter_otherKeysAndPolicies_haveRostersOfTheirOwn() {
        assertThat(enter(ACME, 1, 1)).isEqualTo(Answer.ADMITTED);
        assertThat(enter(new CounterId(API, Key.tenant("other")), 2, 1)).isEqualTo(Answer.ADMITTED);
        Policy search = Policy.of("search", API.algorithm(), API.limits());
        assertThat(enter(new CounterId(search, Key.tenant("acme")), 2, 1)).isEqualTo(Answer.ADMITTED);
        assertThat(enter(ACME, 2, 1)).isEqualTo(Answer.FULL);
    }

    @Test
    void enter_largerMost_admitsFurtherOnesAndASmallerKeepsThem() {
        assertThat(enter(ACME, 1, 1)).isEqualTo(Answer.ADMITTED);
        assertThat(enter(ACME, 2, 1)).isEqualTo(Answer.FULL);
        assertThat(enter(ACME, 2, 2)).isEqualTo(Answer.ADMITTED);
        assertThat(enter(ACME, 2, 1)).isEqualTo(Answer.ADMITTED);
        assertThat(enter(ACME, 3, 2)).isEqualTo(Answer.FULL);
    }

    @Test
    void enter_lastMillisecondOfTheDay_isThisDayAndTheNextIsAnother() {
        clock.advance(Duration.ofMillis(rosters().millisToEndOfDay() - 1));
        assertThat(rosters().millisToEndOfDay()).isEqualTo(1);
        assertThat(enter(ACME, 1, 1)).isEqualTo(Answer.ADMITTED);
        assertThat(enter(ACME, 2, 1)).isEqualTo(Answer.FULL);
        clock.advance(Duration.ofMillis(1));
        assertThat(enter(ACME, 2, 1)).isEqualTo(Answer.ADMITTED);
        assertThat(rosters().look(ACME, entry(1), 1)).isEqualTo(Answer.FULL);
        sweep();
        assertThat(enter(ACME, 1, 1)).as("yesterday's member").isEqualTo(Answer.FULL);
        assertThat(enter(ACME, 2, 1)).isEqualTo(Answer.ADMITTED);
    }

    @Test
    void enter_wholeDayLong_forgetsNobody() {
        clock.advance(Duration.ofMillis(rosters().millisToEndOfDay()));
        assertThat(enter(ACME, 0, 24)).isEqualTo(Answer.ADMITTED);
        for (int hour = 1; hour < 24; hour++) {
            clock.advance(Duration.ofHours(1));
            sweep();
            assertThat(enter(ACME, hour, 24)).isEqualTo(Answer.ADMITTED);
        }
        for (int hour = 0; hour < 24; hour++) {
            assertThat(rosters().look(ACME, entry(hour), 24)).isEqualTo(Answer.ADMITTED);
        }
        assertThat(enter(ACME, 24, 24)).isEqualTo(Answer.FULL);
    }

    @Test
    void enter_clockGoesBackOverMidnight_staysInTheDayThatHasBegun() {
        clock.advance(Duration.ofMillis(rosters().millisToEndOfDay()));
        assertThat(enter(ACME, 1, 1)).isEqualTo(Answer.ADMITTED);
        clock.advance(Duration.ofMillis(-5));
        assertThat(enter(ACME, 2, 1)).isEqualTo(Answer.FULL);
        assertThat(enter(ACME, 1, 1)).isEqualTo(Answer.ADMITTED);
    }
}
