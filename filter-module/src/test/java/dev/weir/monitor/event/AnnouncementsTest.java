package dev.weir.monitor.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Blocked;
import dev.weir.Key;
import dev.weir.LimitOverride;
import dev.weir.LimitReached;
import dev.weir.ModeChanged;
import dev.weir.MutableClock;
import dev.weir.NearLimit;
import dev.weir.OverrideChanged;
import dev.weir.adaptive.Adaptation;
import dev.weir.core.Algorithm;
import dev.weir.core.BlockRule;
import dev.weir.core.Policy;
import dev.weir.engine.CallPolicies;
import dev.weir.engine.Engine;
import dev.weir.engine.KeyCodec;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import dev.weir.metrics.Measurements;
import dev.weir.metrics.MeasurementsFixture;
import dev.weir.override.Overrides;
import dev.weir.store.StoreOperations;
import dev.weir.store.WaitBudget;
import dev.weir.store.memory.LocalSlots;
import dev.weir.store.memory.LocalStore;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events of a real engine, through the measurements that it tells. */
class AnnouncementsTest {

    private static final Set<Class<?>> ALL =
            Set.of(LimitReached.class, NearLimit.class, Blocked.class, ModeChanged.class, OverrideChanged.class);

    private final MutableClock clock = new MutableClock();
    private final List<Object> fired = new ArrayList<>();

    private static final class Heard implements Observers {
        private final Set<Class<?>> types;
        private final List<Object> fired;

        Heard(Set<Class<?>> types, List<Object> fired) {
            this.types = types;
            this.fired = fired;
        }

        @Override
        public void fire(Object event) {
            fired.add(event);
        }

        @Override
        public boolean observe(Class<?> type) {
            return types.contains(type);
        }
    }

    private Announcements announcements(Set<Class<?>> observed) {
        return new Announcements(new Heard(observed, fired), clock);
    }

    private Engine engine(Announcements announcements, Policy policy) {
        Measurements measurements = new Measurements(
                8_000,
                () -> MeasurementsFixture.statistics(true, 0, 1, 0),
                new StoreOperations(50, clock::nanoTime),
                clock::nanoTime);
        measurements.tell(announcements);
        return new Engine(
                new LocalStore(clock, 100_000),
                new LocalSlots(clock, 100),
                new KeyCodec(
                        new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, 64),
                        Optional.empty(),
                        UnaryOperator.identity(),
                        () -> "/"),
                (name, key) -> Optional.of(policy),
                new CallPolicies(true),
                () -> new WaitBudget(0, () -> 0),
                Overrides.none(),
                Adaptation.none(),
                measurements.listener());
    }

    private static Policy policy(String limits) {
        return Policy.of("api", Algorithm.FIXED_WINDOW, LimitReader.readAll(limits));
    }

    private static void acquire(Engine engine, String user, int times) {
        for (int i = 0; i < times; i++) {
            var unused = engine.acquire("api", Key.user(user), 1);
        }
    }

    private <T> List<T> fired(Class<T> type) {
        return fired.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void refused_oncePerKeyAndSecond() {
        Announcements announcements = announcements(ALL);
        Engine engine = engine(announcements, policy("2/1h"));
        acquire(engine, "ann", 10);
        acquire(engine, "bob", 3);
        announcements.tick(true);
        assertThat(fired(LimitReached.class))
                .extracting(LimitReached::key)
                .containsExactly(Key.user("ann"), Key.user("bob"));
        LimitReached first = fired(LimitReached.class).get(0);
        assertThat(first.policy()).isEqualTo("api");
        assertThat(first.limit())
                .hasValueSatisfying(limit -> assertThat(limit.permits()).isEqualTo(2));
        assertThat(first.retryAfter())
                .hasValueSatisfying(wait -> assertThat(wait).isPositive());
        assertThat(first.time()).isEqualTo(clock.instant());
        assertThat(first.toString()).doesNotContain("ann");
        clock.advance(Duration.ofSeconds(1));
        announcements.tick(true);
        acquire(engine, "ann", 10);
        announcements.tick(true);
        assertThat(fired(LimitReached.class)).hasSize(3);
    }

    @Test
    void nearLimit_oncePerKeyAndWindow() {
        Announcements announcements = announcements(ALL);
        Engine engine = engine(announcements, policy("10/1m"));
        acquire(engine, "ann", 8);
        announcements.tick(true);
        assertThat(fired(NearLimit.class)).as("80 % are not more than 80 %").isEmpty();
        acquire(engine, "ann", 2);
        announcements.tick(true);
        assertThat(fired(NearLimit.class)).singleElement().satisfies(near -> {
            assertThat(near.remaining()).isEqualTo(1);
            assertThat(near.limit().permits()).isEqualTo(10);
        });
        clock.advance(Duration.ofMinutes(1));
        announcements.tick(true);
        acquire(engine, "ann", 10);
        announcements.tick(true);
        assertThat(fired(NearLimit.class)).hasSize(2);
    }

    /** The tenth comes every six seconds, so that the limit is near all the time. */
    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"SLIDING_WINDOW", "SLIDING_LOG"})
    void nearLimit_steadyUse_oncePerKeyAndWindow(Algorithm algorithm) {
        Announcements announcements = announcements(ALL);
        Engine engine = engine(announcements, Policy.of("api", algorithm, LimitReader.readAll("10/1m")));
        useEverySixSeconds(announcements, engine, 18);
        assertThat(fired(NearLimit.class)).as("the ninth").hasSize(1);
        useEverySixSeconds(announcements, engine, 10);
        assertThat(fired(NearLimit.class)).as("a window later").hasSize(2);
    }

    @Test
    void nearLimit_bucketThatIsRefilledAllTheTime_oncePerKeyAndWindow() {
        Announcements announcements = announcements(ALL);
        Engine engine = engine(announcements, Policy.of("api", Algorithm.TOKEN_BUCKET, LimitReader.readAll("10/1m")));
        acquire(engine, "ann", 8);
        useEverySixSeconds(announcements, engine, 10);
        assertThat(fired(NearLimit.class)).hasSize(1);
        useEverySixSeconds(announcements, engine, 1);
        assertThat(fired(NearLimit.class)).hasSize(2);
    }

    private void useEverySixSeconds(Announcements announcements, Engine engine, int times) {
        for (int i = 0; i < times; i++) {
            acquire(engine, "ann", 1);
            announcements.tick(true);
            clock.advance(Duration.ofSeconds(6));
        }
    }

    @Test
    void nearLimit_severalLimits_namesTheOneOfWhichMostIsInUse() {
        Announcements announcements = announcements(ALL);
        Engine engine =
                engine(announcements, Policy.of("api", Algorithm.SLIDING_WINDOW, LimitReader.readAll("10/1s,100/1h")));
        for (int i = 0; i < 81; i++) {
            acquire(engine, "ann", 1);
            clock.advance(Duration.ofSeconds(2));
        }
        announcements.tick(true);
        assertThat(fired(NearLimit.class)).singleElement().satisfies(near -> {
            assertThat(near.limit().permits()).isEqualTo(100);
            assertThat(near.remaining()).isEqualTo(19);
        });
    }

    @Test
    void blocked_onceWhenItBegins() {
        Announcements announcements = announcements(ALL);
        Engine engine = engine(announcements, policy("1/1m").withBlock(BlockRule.lasting(300_000)));
        acquire(engine, "ann", 5);
        announcements.tick(true);
        assertThat(fired(Blocked.class))
                .singleElement()
                .satisfies(blocked ->
                        assertThat(blocked.until()).contains(clock.instant().plusSeconds(300)));
        clock.advance(Duration.ofSeconds(5));
        announcements.tick(true);
        acquire(engine, "ann", 5);
        announcements.tick(true);
        assertThat(fired(LimitReached.class))
                .as("a blocked key reaches no limit")
                .hasSize(1);
        assertThat(fired(Blocked.class)).hasSize(1);
    }

    @Test
    void attack_ofManyKeys_isBounded() {
        Announcements announcements = announcements(ALL);
        Engine engine = engine(announcements, policy("0/1m"));
        for (int i = 0; i < 20_000; i++) {
            acquire(engine, "user" + i, 1);
        }
        announcements.tick(true);
        assertThat(fired).hasSize(Announcements.MOST_A_TICK);
        for (int i = 0; i < 100; i++) {
            announcements.tick(true);
        }
        assertThat(fired).hasSize(Announcements.MOST_WAITING);
        assertThat(announcements.dropped()).isEqualTo(19_000);
        clock.advance(Duration.ofSeconds(1));
        announcements.tick(true);
        acquire(engine, "user", 1);
        announcements.tick(true);
        assertThat(fired).as("what was remembered is forgotten").hasSize(Announcements.MOST_WAITING + 1);
    }

    @Test
    void mode_firesWhenItChanges_notAtTheStart() {
        Announcements announcements = announcements(ALL);
        announcements.tick(false);
        announcements.tick(false);
        announcements.tick(true);
        announcements.tick(true);
        announcements.tick(false);
        assertThat(fired(ModeChanged.class))
                .extracting(ModeChanged::mode)
                .containsExactly(ModeChanged.Mode.CLUSTER, ModeChanged.Mode.LOCAL);
    }

    @Test
    void override_isFiredWithTheNextTick() {
        Announcements announcements = announcements(ALL);
        LimitOverride block = new LimitOverride(
                LimitOverride.Kind.BLOCK,
                "api",
                Optional.of("u:ann"),
                "",
                Instant.EPOCH,
                Optional.empty(),
                "op",
                "why");
        announcements.overrideChanged(block, OverrideChanged.Change.ADDED);
        assertThat(fired).isEmpty();
        announcements.tick(true);
        assertThat(fired).containsExactly(new OverrideChanged(block, OverrideChanged.Change.ADDED, clock.instant()));
    }

    @Test
    void noObserver_nothingIsMade() {
        Announcements announcements = announcements(Set.of(ModeChanged.class));
        assertThat(announcements.needDecisions()).isFalse();
        Engine engine = engine(announcements, policy("1/1m").withBlock(BlockRule.lasting(300_000)));
        acquire(engine, "ann", 5);
        announcements.tick(true);
        assertThat(fired).isEmpty();
        assertThat(announcements(Set.of(Blocked.class)).needDecisions()).isTrue();
    }
}
