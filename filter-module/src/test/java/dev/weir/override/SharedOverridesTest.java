package dev.weir.override;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weir.Limit;
import dev.weir.LimitOverride;
import dev.weir.ListLogger;
import dev.weir.MutableClock;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.SharedTexts;
import dev.weir.store.StoreFixtures;
import dev.weir.store.cluster.ClusterStore;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.memory.LocalTexts;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What one instance changes holds on the others, whatever is lost on the way. */
class SharedOverridesTest {

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ListLogger log = new ListLogger();
    private final Instance first = new Instance();
    private final Instance second = new Instance();

    private final class Instance {

        final FakeGrid own = new FakeGrid(grid);
        final ClusterStore store = StoreFixtures.store(own);
        final SharedOverrides overrides = overrides(store.texts());
    }

    private SharedOverrides overrides(SharedTexts texts) {
        return new SharedOverrides(
                texts, () -> "/shop", new Overrides(clock, ZoneOffset.UTC), new OncePerMinuteLog(log, clock));
    }

    private LimitOverride limit(String key, String value) {
        return new LimitOverride(
                LimitOverride.Kind.LIMIT,
                "api",
                Optional.of(key).filter(text -> !text.isEmpty()),
                value,
                clock.instant(),
                Optional.empty(),
                "admin",
                "incident");
    }

    private static void done(CompletionStage<Void> change) {
        assertThat(change.toCompletableFuture()).isCompleted();
    }

    private void passTwoSeconds() {
        for (int i = 0; i < 2; i++) {
            clock.advance(Duration.ofSeconds(1));
            first.store.tick();
            second.store.tick();
        }
    }

    private static List<String> values(Instance instance) {
        return instance.overrides.all().stream().map(LimitOverride::value).toList();
    }

    @Test
    void add_onOneInstance_isKnownToTheOtherWithinTwoSeconds() {
        passTwoSeconds();
        done(first.overrides.add(limit("u:alice", "500/1m")));
        assertThat(values(first)).containsExactly("500/1m");
        passTwoSeconds();
        assertThat(values(second)).containsExactly("500/1m");
        done(second.overrides.add(limit("u:alice", "9/1m")));
        passTwoSeconds();
        assertThat(values(first)).containsExactly("9/1m");
        done(second.overrides.remove(limit("u:alice", "")));
        passTwoSeconds();
        assertThat(values(first)).isEmpty();
    }

    /** This instance has not heard of it yet: the swap itself compares. */
    @Test
    void end_anotherHasTakenItsPlace_isLeftAlone() {
        passTwoSeconds();
        done(first.overrides.add(limit("u:alice", "500/1m")));
        LimitOverride ended = first.overrides.all().get(0);
        clock.advance(Duration.ofMillis(1));
        done(second.overrides.add(limit("u:alice", "9/1m")));
        assertThat(values(first)).containsExactly("500/1m");
        assertThat(first.overrides.end(ended).toCompletableFuture()).isCompletedWithValue(false);
        assertThat(values(first)).containsExactly("9/1m");
        passTwoSeconds();
        assertThat(values(second)).containsExactly("9/1m");
        LimitOverride present = second.overrides.all().get(0);
        assertThat(second.overrides.end(present).toCompletableFuture()).isCompletedWithValue(true);
        assertThat(second.overrides.end(present).toCompletableFuture()).isCompletedWithValue(false);
        passTwoSeconds();
        assertThat(values(first)).isEmpty();
    }

    @Test
    void add_hintArrives_isKnownAtOnce() {
        grid.board.instant = true;
        passTwoSeconds();
        done(first.overrides.add(limit("", "500/1m")));
        assertThat(values(second)).containsExactly("500/1m");
    }

    @Test
    void load_instanceThatStartsLater_readsAll() {
        for (int i = 0; i < 50; i++) {
            done(first.overrides.add(limit("u:user" + i, i + "/1m")));
        }
        Instance third = new Instance();
        done(third.overrides.load());
        assertThat(values(third)).containsExactlyInAnyOrderElementsOf(values(first));
    }

    @Test
    void add_bothChangeTheSameAtOnce_oneAfterTheOther() {
        first.own.behaviour = FakeGrid.Behaviour.SILENT;
        CompletionStage<Void> slow = first.overrides.add(limit("u:alice", "1/1m"));
        done(second.overrides.add(limit("u:alice", "2/1m")));
        first.own.thaw();
        done(slow);
        passTwoSeconds();
        assertThat(values(first)).containsExactly("1/1m");
        assertThat(values(second)).containsExactly("1/1m");
    }

    @Test
    void load_slotThatTheGridLost_isPutBack() {
        done(first.overrides.add(limit("u:alice", "1/1m")));
        Map<String, String> before = Map.copyOf(grid.board.texts);
        done(first.overrides.add(limit("u:alice", "2/1m")));
        grid.board.texts.putAll(before);
        done(first.overrides.load());
        done(second.overrides.load());
        assertThat(values(second)).containsExactly("2/1m");
        grid.board.texts.keySet().removeIf(name -> !name.endsWith("overrides"));
        done(first.overrides.load());
        Instance third = new Instance();
        done(third.overrides.load());
        assertThat(values(third)).containsExactly("2/1m");
    }

    @Test
    void load_slotAndDirectoryThatTheGridLost_arePutBack() {
        done(first.overrides.add(limit("u:alice", "1/1m")));
        done(first.overrides.add(limit("u:bob", "2/1m")));
        grid.board.texts.clear();
        done(first.overrides.load());
        Instance third = new Instance();
        done(third.overrides.load());
        assertThat(values(third)).containsExactly("1/1m", "2/1m");
    }

    @Test
    void lost_memberThatHadTheLastChange_isPutBackAndKnownElsewhere() {
        passTwoSeconds();
        done(first.overrides.add(limit("u:alice", "1/1m")));
        Map<String, String> before = Map.copyOf(grid.board.texts);
        done(first.overrides.add(limit("u:alice", "2/1m")));
        grid.board.texts.putAll(before);
        first.own.membership.lost("member");
        passTwoSeconds();
        assertThat(values(second)).containsExactly("2/1m");
    }

    @Test
    void merged_changesOfTheHalfThatIsGivenUp_arePutBack() {
        passTwoSeconds();
        done(first.overrides.add(limit("u:alice", "1/1m")));
        grid.board.texts.clear();
        first.own.membership.merging();
        first.own.membership.merged(Set.of());
        passTwoSeconds();
        assertThat(values(second)).containsExactly("1/1m");
    }

    @Test
    void add_memberDiesAfterTheSwap_isKnownElsewhere() {
        passTwoSeconds();
        done(first.overrides.add(limit("u:alice", "1/1m")));
        passTwoSeconds();
        first.own.repeatsText = true;
        done(first.overrides.add(limit("u:alice", "2/1m")));
        passTwoSeconds();
        assertThat(values(second)).containsExactly("2/1m");
    }

    @Test
    void add_answerLost_isMadeAndKnownElsewhere() {
        passTwoSeconds();
        done(first.overrides.add(limit("u:alice", "1/1m")));
        first.own.behaviour = FakeGrid.Behaviour.LOSING;
        assertThat(first.overrides.add(limit("u:alice", "2/1m")).toCompletableFuture())
                .isCompletedExceptionally();
        first.own.behaviour = FakeGrid.Behaviour.ANSWERING;
        done(first.overrides.add(limit("u:alice", "2/1m")));
        passTwoSeconds();
        assertThat(values(second)).containsExactly("2/1m");
    }

    @Test
    void all_overrideThatHasEnded_isNotAmongThem() {
        LimitOverride block = new LimitOverride(
                LimitOverride.Kind.BLOCK,
                "api",
                Optional.of("u:alice"),
                "",
                clock.instant(),
                Optional.of(clock.instant().plusSeconds(10)),
                "admin",
                "scan");
        done(first.overrides.add(block));
        clock.advance(Duration.ofMillis(9_999));
        assertThat(first.overrides.all()).containsExactly(block);
        clock.advance(Duration.ofMillis(1));
        assertThat(first.overrides.all()).isEmpty();
    }

    @Test
    void load_slotOfALaterVersion_isLeftAloneAndLogged() {
        done(first.overrides.add(limit("u:alice", "1/1m")));
        grid.board.texts.replaceAll((name, text) -> name.endsWith("overrides") ? text : "2|later");
        done(first.overrides.load());
        assertThat(values(first)).containsExactly("1/1m");
        assertThat(log.lines()).hasSize(1);
        assertThat(grid.board.texts).containsValue("2|later");
    }

    @Test
    void add_toASlotOfALaterVersion_failsAndLeavesItAlone() {
        Instance later = new Instance();
        done(later.overrides.add(limit("u:alice", "1/1m")));
        grid.board.texts.replaceAll((name, text) -> name.endsWith("overrides") ? text : "2|later");
        assertThat(second.overrides.add(limit("u:alice", "2/1m")).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(grid.board.texts).containsValue("2|later");
    }

    @Test
    void limited_valueThatOnlyALaterVersionCanRead_isLeftOutAndKept() {
        done(first.overrides.add(limit("u:alice", "5 per working day")));
        done(second.overrides.load());
        Policy policy = Policy.of("api", Algorithm.SLIDING_WINDOW, List.of(new Limit(7, Duration.ofMinutes(1))));
        assertThat(second.overrides.present().limited(policy, "u:alice")).isEqualTo(policy);
        assertThat(grid.board.texts.values()).anyMatch(text -> text.contains("5 per working day"));
    }

    @Test
    void add_moreThanTheMost_failsAndSaysSo() {
        SharedOverrides alone = overrides(new LocalTexts());
        for (int i = 0; i < SharedOverrides.MOST; i++) {
            done(alone.add(limit("u:user" + i, "5/1m")));
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> alone.add(limit("u:one", "5/1m")))
                .withMessage("there are 10000 overrides, which is the most that there can be");
        done(alone.remove(limit("u:user7", "")));
        done(alone.add(limit("u:one", "5/1m")));
        done(alone.add(limit("u:one", "6/1m")));
    }

    @Test
    void add_textsOfAnotherApplication_areNotMixedIn() {
        SharedOverrides other = new SharedOverrides(
                first.store.texts(),
                () -> "/other",
                new Overrides(clock, ZoneOffset.UTC),
                new OncePerMinuteLog(log, clock));
        done(other.add(limit("u:alice", "1/1m")));
        done(second.overrides.load());
        assertThat(values(second)).isEmpty();
    }
}
