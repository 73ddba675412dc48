package dev.weir.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.engine.KeyCodec;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import dev.weir.store.CounterId;
import dev.weir.text.LimitReader;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever Weir makes an id from fits the column. */
class LongestIdTest {

    private static final ClientAddress PEERS = new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, 64);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 89, 90, 91, 125, 126})
    void encode_longestNamespacePolicyAndKey_fit(int costly) {
        Policy policy = Policy.of("p".repeat(63), Algorithm.SLIDING_WINDOW, List.of(LimitReader.read("1/1m")));
        KeyCodec stored = new KeyCodec(PEERS, Optional.empty(), UnaryOperator.identity(), () -> "N".repeat(64));
        for (String letter : List.of("\u00e9", "\0", "%", " ")) {
            String value = letter.repeat(costly) + "K".repeat(126 - costly);
            String id = stored.of(new CounterId(policy, Key.user(value)));
            assertThat(IdCodec.encode(id)).hasSizeLessThanOrEqualTo(TableCreator.LONGEST_ID);
            assertThat(IdCodec.decode(IdCodec.encode(id))).isEqualTo(id);
        }
    }
}
