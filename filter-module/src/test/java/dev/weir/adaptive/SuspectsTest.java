package dev.weir.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ListLogger;
import dev.weir.MutableClock;
import dev.weir.SuspicionRaised;
import dev.weir.adaptive.SuspicionSlot.Subject;
import dev.weir.log.OncePerMinuteLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuspectsTest {

    private static final Subject ALICE = new Subject("api", "u:alice");

    private final MutableClock clock = new MutableClock();
    private final TextsOfTwo texts = new TextsOfTwo();
    private final List<SuspicionRaised> events = new ArrayList<>();
    private final Instance one = new Instance();
    private final Instance two = new Instance();

    private final class Instance {
        final SharedSuspicions shared = new SharedSuspicions(
                texts.instance(), () -> "/shop", clock, new OncePerMinuteLog(new ListLogger(), clock));
        final Suspects suspects = Suspects.of(clock, 10, shared, events::add);

        int refuse(int times) {
            int level = 0;
            for (int i = 0; i < times; i++) {
                level = suspects.refused(ALICE);
            }
            return level;
        }

        int level() {
            return suspects.level(ALICE);
        }
    }

    @Test
    void level_unknownKey_isZeroAndMakesNoEntry() {
        assertThat(one.level()).isZero();
        one.suspects.answered(() -> ALICE, 200);
        assertThat(one.suspects.isEmpty()).isTrue();
    }

    @Test
    void refused_belowALevel_tellsTheOthersNothing() {
        one.refuse(99);
        one.shared.flush();
        assertThat(texts.operations).isZero();
    }

    @Test
    void refused_aHundredTimes_isKnownToAllAfterTheNextFlush() {
        assertThat(one.refuse(100)).isOne();
        assertThat(two.level()).isZero();
        assertThat(texts.operations).as("no operation on the way of a request").isZero();
        one.shared.flush();
        assertThat(two.level()).isOne();
        assertThat(events).containsExactly(new SuspicionRaised("api", 1, SuspicionRaised.Reason.REFUSALS));
    }

    @Test
    void answered_rejections_raiseAndOthersEndTheRow() {
        for (int i = 0; i < 19; i++) {
            one.suspects.answered(() -> ALICE, i % 2 == 0 ? 404 : 401);
        }
        one.suspects.answered(() -> ALICE, 429);
        one.suspects.answered(() -> ALICE, 403);
        assertThat(one.level()).isZero();
        for (int i = 0; i < 19; i++) {
            one.suspects.answered(() -> ALICE, 403);
        }
        assertThat(one.level()).isOne();
        assertThat(events).containsExactly(new SuspicionRaised("api", 1, SuspicionRaised.Reason.REJECTIONS));
    }

    @Test
    void blocked_seenByBoth_isOneLevel() {
        one.suspects.blocked(ALICE, 60_000);
        one.shared.flush();
        two.suspects.blocked(ALICE, 59_000);
        assertThat(two.level()).isOne();
        assertThat(events).hasSize(1);
    }

    @Test
    void level_quietMinutes_fallsEverywhereWithoutAnOperation() {
        one.refuse(200);
        one.shared.flush();
        int before = texts.operations;
        clock.advance(Duration.ofMinutes(10));
        assertThat(one.level()).isOne();
        assertThat(two.level()).isOne();
        clock.advance(Duration.ofMinutes(10));
        assertThat(two.level()).isZero();
        one.shared.flush();
        assertThat(texts.operations).isEqualTo(before);
        one.suspects.sweep();
        assertThat(one.suspects.isEmpty()).isTrue();
    }

    @Test
    void level_keyGoesOnAtOneInstance_doesNotFallAtTheOther() {
        one.refuse(100);
        one.shared.flush();
        for (int minutes = 0; minutes < 20; minutes += 5) {
            clock.advance(Duration.ofMinutes(5));
            one.refuse(1);
            one.shared.flush();
        }
        assertThat(two.level()).isOne();
    }

    @Test
    void forgive_holdsEverywhere() {
        one.refuse(300);
        one.shared.flush();
        clock.advance(Duration.ofSeconds(1));
        two.suspects.forgive(ALICE);
        two.shared.flush();
        assertThat(one.level()).isZero();
        assertThat(two.level()).isZero();
        Instance later = new Instance();
        later.shared.load();
        assertThat(later.level()).isZero();
    }

    @Test
    void load_aNewInstance_knowsWhatOthersKnow() {
        one.refuse(100);
        one.shared.flush();
        Instance later = new Instance();
        later.shared.load();
        assertThat(later.level()).isOne();
    }

    @Test
    void load_afterARestartOfAll_takesWhatWasKept() {
        one.refuse(100);
        one.shared.flush();
        texts.texts.clear();
        Instance later = new Instance();
        later.shared.load();
        assertThat(later.level()).isOne();
        later.shared.flush();
        assertThat(texts.texts).hasSize(1);
    }

    @Test
    void flush_clusterFails_triesAgain() {
        one.refuse(100);
        texts.broken = true;
        one.shared.flush();
        texts.broken = false;
        assertThat(two.level()).isZero();
        one.shared.flush();
        assertThat(two.level()).isOne();
    }

    @Test
    void sweep_floodOfKeys_forgetsNoLevel() {
        one.refuse(100);
        for (int i = 0; i < 1_000; i++) {
            Subject other = new Subject("api", "u:" + i);
            one.suspects.answered(() -> other, 404);
        }
        one.suspects.sweep();
        assertThat(one.level()).isOne();
        assertThat(one.suspects.levels().get("api")).containsExactly(1, 0, 0, 0, 0);
        assertThat(one.suspects.raised()).isOne();
    }

    @Test
    void slot_text_isAsciiAndReadAgain() {
        Subject strange = new Subject("api", "u:a|b;c%ü");
        SuspicionSlot slot =
                SuspicionSlot.EMPTY.with(Map.of(strange, new Suspicion(2, clock.millis(), 0, 0, 7, 0)), clock.millis());
        assertThat(slot.encode()).matches("\\p{ASCII}+");
        assertThat(SuspicionSlot.decode(slot.encode())).contains(slot);
        assertThat(SuspicionSlot.decode("2|1")).isEmpty();
        assertThat(SuspicionSlot.decode("1|1;api|x")).isEmpty();
        assertThat(SuspicionSlot.decode("1|x")).isEmpty();
    }
}
