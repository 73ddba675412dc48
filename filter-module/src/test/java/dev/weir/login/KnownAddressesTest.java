package dev.weir.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ListLogger;
import dev.weir.MutableClock;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.SharedEntries;
import dev.weir.store.WaitBudget;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownAddressesTest {

    private final MutableClock clock = new MutableClock();
    private final Texts texts = new Texts();
    private final ListLogger log = new ListLogger();
    private final KnownAddresses one = instance();
    private final KnownAddresses other = instance();

    private KnownAddresses instance() {
        return new KnownAddresses(texts, () -> "/shop", clock, new OncePerMinuteLog(log, clock));
    }

    private static WaitBudget budget() {
        return new WaitBudget(0, () -> 0);
    }

    private static boolean knows(KnownAddresses instance, String address) {
        return instance.has("l:alice", "l:alice@" + address, budget());
    }

    private static void add(KnownAddresses instance, String address) {
        instance.add("l:alice", "l:alice@" + address);
    }

    /** The grid, which can be silent, broken, or change a text just before it is asked to. */
    private static final class Texts implements SharedEntries {
        private final Map<String, String> entries = new HashMap<>();
        private int reads;
        private int writes;
        private boolean silent;
        private boolean broken;
        private boolean closed;
        private int conflicts;
        /** What happens after the next text was read and before it is here. */
        private Runnable whileReading = () -> {};

        @Override
        public CompletionStage<@Nullable String> get(String name) {
            reads++;
            if (closed) {
                throw new IllegalStateException("the grid is closed");
            }
            String text = entries.get(name);
            Runnable meanwhile = whileReading;
            whileReading = () -> {};
            meanwhile.run();
            return answer(text);
        }

        @Override
        public CompletionStage<Boolean> replace(String name, @Nullable String expected, String text) {
            writes++;
            if (conflicts > 0) {
                conflicts--;
                entries.put(name, "1|20000:conflict" + conflicts);
            }
            boolean same = Objects.equals(entries.get(name), expected);
            if (same) {
                entries.put(name, text);
            }
            return answer(same);
        }

        private <T extends @Nullable Object> CompletionStage<T> answer(T value) {
            if (broken) {
                return CompletableFuture.failedFuture(new IllegalStateException("the grid is broken"));
            }
            return silent ? new CompletableFuture<>() : CompletableFuture.completedFuture(value);
        }
    }

    @Test
    void has_noLoginYet_knowsNoAddress() {
        assertThat(knows(one, "home")).isFalse();
    }

    @Test
    void has_afterALogin_knowsThatAddressOfThatUserOnEveryInstance() {
        add(one, "home");
        assertThat(knows(one, "home")).isTrue();
        assertThat(knows(other, "home")).isTrue();
        assertThat(knows(other, "work")).isFalse();
        assertThat(other.has("l:bob", "l:bob@home", budget())).isFalse();
    }

    @Test
    void has_afterNinetyDays_hasForgottenTheAddress() {
        add(one, "home");
        clock.advance(Duration.ofDays(90));
        assertThat(knows(other, "home")).isTrue();
        clock.advance(Duration.ofDays(1));
        assertThat(knows(other, "home")).isFalse();
    }

    @Test
    void has_knownAddressAgain_isReadOnceInFiveMinutes() {
        add(other, "home");
        for (int i = 0; i < 5; i++) {
            assertThat(knows(one, "home")).isTrue();
        }
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        int reads = texts.reads;
        assertThat(knows(one, "home")).isTrue();
        assertThat(texts.reads).isEqualTo(reads);
        clock.advance(Duration.ofMillis(1));
        assertThat(knows(one, "home")).isTrue();
        assertThat(texts.reads).isEqualTo(reads + 1);
    }

    @Test
    void has_unknownAddressAgain_isReadOnceInTwoSeconds() {
        for (int i = 0; i < 5; i++) {
            assertThat(knows(one, "home")).isFalse();
        }
        clock.advance(Duration.ofMillis(1_999));
        assertThat(knows(one, "home")).isFalse();
        assertThat(texts.reads).as("of an unknown user too").isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(knows(one, "home")).isFalse();
        assertThat(texts.reads).isEqualTo(2);
    }

    @Test
    void has_loginElsewhereAfterTheLook_isKnownTwoSecondsLater() {
        assertThat(knows(one, "home")).isFalse();
        add(other, "home");
        clock.advance(Duration.ofSeconds(2));
        assertThat(knows(one, "home")).as("of the empty list").isTrue();
        add(other, "work");
        clock.advance(Duration.ofSeconds(2));
        assertThat(knows(one, "work")).as("of a list without it").isTrue();
    }

    @Test
    void has_loginWhileTheListIsRead_isNotForgotten() {
        for (String address : List.of("home", "work")) {
            texts.whileReading = () -> add(one, address);
            assertThat(knows(one, address)).as("a login meanwhile").isTrue();
            assertThat(knows(one, address)).isTrue();
            clock.advance(Duration.ofSeconds(2));
        }
    }

    @Test
    void has_whileTheClusterStillWrites_knowsTheAddressHere() {
        assertThat(knows(one, "home")).isFalse();
        texts.silent = true;
        add(one, "home");
        assertThat(knows(one, "home")).isTrue();
    }

    @Test
    void add_sameDay_writesOnce() {
        for (int i = 0; i < 5; i++) {
            add(one, "home");
            add(other, "home");
        }
        assertThat(texts.writes).isEqualTo(1);
        clock.advance(Duration.ofDays(1));
        add(one, "home");
        assertThat(texts.writes).isEqualTo(2);
        clock.advance(Duration.ofDays(90));
        assertThat(knows(other, "home")).as("refreshed").isTrue();
    }

    @Test
    void add_twentyOneAddresses_forgetsTheOneThatWasUsedLongestAgo() {
        for (int i = 0; i < 19; i++) {
            add(one, "a" + i);
        }
        clock.advance(Duration.ofDays(1));
        add(one, "a0");
        add(one, "a19");
        add(one, "a20");
        assertThat(knows(other, "a0")).isTrue();
        assertThat(knows(other, "a1")).isFalse();
        assertThat(knows(other, "a2")).isTrue();
        assertThat(knows(other, "a20")).isTrue();
        assertThat(texts.entries.get("/shop|l:alice")).hasSizeLessThan(1_000);
    }

    @Test
    void add_othersChangeTheSame_isTriedAgain() {
        texts.conflicts = 4;
        add(one, "home");
        assertThat(knows(other, "home")).isTrue();
        texts.conflicts = 5;
        add(one, "work");
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void has_noAnswer_knowsNoAddressAndAsksNobodyForFiveSeconds() {
        add(one, "home");
        texts.silent = true;
        assertThat(knows(other, "home")).isFalse();
        int reads = texts.reads;
        assertThat(knows(other, "home")).isFalse();
        assertThat(texts.reads).isEqualTo(reads);
        texts.silent = false;
        assertThat(knows(other, "home")).as("still pausing").isFalse();
        clock.advance(Duration.ofSeconds(5));
        assertThat(knows(other, "home")).isTrue();
    }

    @Test
    void broken_isUnknownAndLogged() {
        texts.broken = true;
        add(one, "home");
        assertThat(knows(one, "home")).isFalse();
        assertThat(log.lines())
                .containsExactly("WARNING cannot record from where a user has logged in (1 times so far)");
    }

    @Test
    void has_textThatNobodyCanRead_knowsNoAddress() {
        for (String text : List.of("1|", "1|x:digest", "1|20400", "")) {
            texts.entries.put("/shop|l:" + text, text);
            assertThat(one.has("l:" + text, "digest", budget())).as(text).isFalse();
        }
        assertThat(texts.reads).as("none of them ends the reading").isEqualTo(4);
    }

    @Test
    void has_gridThatThrows_knowsNoAddress() {
        texts.closed = true;
        assertThat(knows(one, "home")).isFalse();
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void has_textOfALaterVersion_isLeftAsItIs() {
        texts.entries.put("/shop|l:alice", "2|something else");
        assertThat(knows(one, "home")).isFalse();
        add(one, "home");
        assertThat(texts.entries.get("/shop|l:alice")).isEqualTo("2|something else");
    }

    @Test
    void has_manyUsers_remembersABoundedNumber() {
        for (int i = 0; i < 10_001; i++) {
            assertThat(one.has("l:" + i, "l:" + i + "@home", budget())).isFalse();
        }
        int reads = texts.reads;
        assertThat(one.has("l:10000", "x", budget())).isFalse();
        assertThat(texts.reads).isEqualTo(reads);
        assertThat(one.has("l:0", "x", budget())).isFalse();
        assertThat(texts.reads).as("the first was dropped").isEqualTo(reads + 1);
    }
}
