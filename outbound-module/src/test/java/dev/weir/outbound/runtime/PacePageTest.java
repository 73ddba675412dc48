package dev.weir.outbound.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.outbound.queue.port.SharedPace;
import dev.weir.outbound.queue.port.SharedPaceText;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PacePageTest {

    private static final Key ACME = Key.tenant("acme");
    private static final Key OTHER = Key.tenant("other|1 =,");
    private static final SharedPace PAUSED = SharedPace.FULL.paused(1_000, Duration.ofSeconds(5));
    private static final SharedPace WAITING = SharedPace.FULL.waits("a", 1_000);

    private static PacePage page() {
        return PacePage.read("").with(ACME, PAUSED).with(OTHER, WAITING);
    }

    @Test
    void text_ofTwoTenants_isReadAgain() {
        PacePage read = PacePage.read(page().text());
        assertThat(read).isEqualTo(page());
        assertThat(read.pace(ACME)).contains(PAUSED);
        assertThat(read.pace(OTHER)).contains(WAITING);
        assertThat(read.pace(Key.tenant("third"))).isEmpty();
    }

    @Test
    void text_namesNoTenant() {
        assertThat(page().text()).doesNotContain("acme", "other").hasLineCount(2);
    }

    @Test
    void without_whatIsOver_keepsTheRest() {
        PacePage left = page().without(WAITING::equals);
        assertThat(left.pace(ACME)).isPresent();
        assertThat(left.pace(OTHER)).isEmpty();
    }

    @Test
    void read_lineOfALaterVersion_isNotKnownAndHarmsNoOther() {
        String text = page().text().replace(SharedPaceText.of(WAITING), "2|more");
        assertThat(PacePage.read(text).pace(ACME)).contains(PAUSED);
        assertThat(PacePage.read(text).pace(OTHER)).isEmpty();
    }

    @Test
    void number_ofManyTenants_isOneOfAFixedNumber() {
        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            numbers.add(PacePage.number(Key.tenant("tenant-" + i)));
        }
        assertThat(numbers).hasSize(256).allMatch(number -> number >= 0 && number < 256);
    }
}
