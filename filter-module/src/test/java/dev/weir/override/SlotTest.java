package dev.weir.override;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.LimitOverride;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_763_690_000_000L);

    private static LimitOverride limit(String key, String value) {
        return new LimitOverride(
                LimitOverride.Kind.LIMIT,
                "api",
                Optional.of(key),
                value,
                NOW,
                Optional.of(NOW.plus(Duration.ofHours(2))),
                "admin",
                "support case");
    }

    @Test
    void encode_slot_isTheDocumentedText() {
        assertThat(Slot.EMPTY.with(limit("u:alice", "500/1m"), NOW).encode())
                .isEqualTo("1|1763690000000;limit|api|u:alice|500/1m|1763690000000|1763697200000|admin|support case");
    }

    @ParameterizedTest
    @ValueSource(strings = {"u:a|b;c", "u:%7C", "u:%25%3B", "u:", "c:ünï\nlines", "g:", "c:\0\ud800"})
    void decode_anyKeyAndReason_isWhatWasEncoded(String key) {
        LimitOverride override = new LimitOverride(
                LimitOverride.Kind.BLOCK, "api", Optional.of(key), "", NOW, Optional.empty(), "a;b|c", "%;|" + key);
        Slot slot = Slot.EMPTY.with(override, NOW);
        assertThat(Slot.decode(slot.encode())).contains(slot);
        assertThat(slot.overrides()).containsExactly(override);
        assertThat(slot.encode()).as("what every database keeps").matches("[ -~]+");
    }

    @Test
    void with_laterChangeInAClusterThatBeganAnew_hasTheHigherVersion() {
        Slot before = Slot.EMPTY
                .with(limit("u:alice", "500/1m"), NOW)
                .with(limit("u:alice", "400/1m"), NOW)
                .with(limit("u:alice", "300/1m"), NOW);
        Slot anew = Slot.EMPTY.with(limit("u:alice", "200/1m"), NOW.plusSeconds(1));
        assertThat(anew.version()).isGreaterThan(before.version());
    }

    @Test
    void neededUntilMillis_severalOverrides_isTheEndOfTheLast() {
        long now = NOW.toEpochMilli();
        long end = now + Duration.ofHours(2).toMillis();
        Slot slot = Slot.EMPTY.with(limit("u:alice", "500/1m"), NOW);
        assertThat(Slot.EMPTY.neededUntilMillis(now)).isEqualTo(now);
        assertThat(slot.neededUntilMillis(now)).isEqualTo(end);
        assertThat(slot.neededUntilMillis(end + 1)).isEqualTo(end + 1);
        LimitOverride forGood = new LimitOverride(
                LimitOverride.Kind.BLOCK, "api", Optional.of("u:bob"), "", NOW, Optional.empty(), "admin", "scan");
        assertThat(slot.with(forGood, NOW).neededUntilMillis(now)).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1|4;quota", "1|4;quota|api|u:alice|x|1763690000000|later|admin|more"})
    void neededUntilMillis_overrideOfALaterVersion_isForGood(String text) {
        assertThat(Slot.decode(text).orElseThrow().neededUntilMillis(7)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void with_sameKindAndKey_takesThePlaceOfTheOneBefore() {
        Slot slot = Slot.EMPTY
                .with(limit("u:alice", "500/1m"), NOW)
                .with(limit("u:bob", "7/1m"), NOW)
                .with(limit("u:alice", "9/1m"), NOW);
        assertThat(slot.overrides()).extracting(LimitOverride::value).containsExactlyInAnyOrder("7/1m", "9/1m");
        assertThat(slot.version()).as("changes within a millisecond").isEqualTo(NOW.toEpochMilli() + 2);
    }

    @Test
    void with_othersThatHaveEnded_leavesThemOut() {
        Slot slot = Slot.EMPTY.with(limit("u:alice", "500/1m"), NOW);
        Instant later = NOW.plus(Duration.ofHours(2));
        assertThat(slot.with(limit("u:bob", "7/1m"), later.minusMillis(1)).overrides())
                .hasSize(2);
        assertThat(slot.with(limit("u:bob", "7/1m"), later).overrides()).hasSize(1);
    }

    @Test
    void with_overrideOfALaterVersion_keepsIt() {
        String later = "quota|api|u:alice|x|1763690000000||admin|later|more";
        Slot slot = Slot.decode("1|4;" + later).orElseThrow();
        assertThat(slot.overrides()).isEmpty();
        Slot changed = slot.with(limit("u:alice", "9/1m"), NOW).without(limit("u:alice", ""), NOW);
        assertThat(changed.texts()).isEqualTo(List.of(later));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2|1", "1|x;limit", "junk"})
    void decode_textOfOtherSoftware_isEmpty(String text) {
        assertThat(Slot.decode(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1|1;",
                "1|1;limit",
                "1|1;limit|api|u:a|5/1m|x||a|b",
                "1|1;limit|api|u:a|5/1m|1|y|a|b",
                "1|1;limit|api|u:%7|5/1m|1||a|b",
                "1|1;limit|api|u:%00zz|5/1m|1||a|b"
            })
    void overrides_textThatIsNone_areLeftOut(String text) {
        assertThat(Slot.decode(text).orElseThrow().overrides()).isEmpty();
    }
}
