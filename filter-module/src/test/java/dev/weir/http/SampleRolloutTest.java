package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code config/rollout.properties}: what 200 addresses are told that each ask once more than they may. */
class SampleRolloutTest {

    private static final Path SAMPLE = Path.of("../config/rollout.properties");
    private static final int ADDRESSES = 200;

    @ParameterizedTest
    @CsvSource({"reports, 10, 0, 0", "search, 60, 10, 30", "export, 5, 85, 115", "upload, 20, 200, 200"})
    void admit_oneTooMany_isRefusedForTheShareThatIsIn(String policy, int permits, int least, int most)
            throws IOException {
        LimiterFixture fixture = new LimiterFixture(Map.of(), sample());
        int refused = 0;
        for (int i = 0; i < ADDRESSES; i++) {
            FakeRequest request = new FakeRequest().from("198.51.100." + i);
            for (int each = 0; each < permits; each++) {
                assertThat(fixture.admit(request, policy)).isEmpty();
            }
            refused += fixture.admit(request, policy).size();
        }
        assertThat(refused).isBetween(least, most);
    }

    /** Names after {@code ratelimit.}, and values, in turn. */
    private static String[] sample() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(SAMPLE)) {
            properties.load(reader);
        }
        List<String> namesAndValues = new ArrayList<>();
        for (String name : properties.stringPropertyNames()) {
            namesAndValues.addAll(List.of(name.substring("ratelimit.".length()), properties.getProperty(name)));
        }
        return namesAndValues.toArray(String[]::new);
    }
}
