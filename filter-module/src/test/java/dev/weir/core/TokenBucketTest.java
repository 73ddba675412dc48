package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import dev.weir.text.LimitReader;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class TokenBucketTest extends AlgorithmContract {

    private static final Map<String, State> SEQUENCES = new HashMap<>();

    @Override
    Algorithm algorithm() {
        return Algorithm.TOKEN_BUCKET;
    }

    @Override
    void assertPromise(Limit limit, List<Admission> admitted, String context) {
        for (int from = 0; from < admitted.size(); from++) {
            long sum = 0;
            for (int to = from; to < admitted.size(); to++) {
                sum += admitted.get(to).permits();
                long length = admitted.get(to).millis() - admitted.get(from).millis();
                BigInteger promise = BigInteger.valueOf(limit.permits())
                        .multiply(BigInteger.valueOf(length))
                        .divide(BigInteger.valueOf(limit.windowMillis()))
                        .add(BigInteger.valueOf(limit.burst()));
                assertThat(BigInteger.valueOf(sum))
                        .as("interval of %d ms, %s", length, context)
                        .isLessThanOrEqualTo(promise);
            }
        }
    }

    @Test
    void refund_someTimeLater_givesBackAllButWhatRefilledMeanwhile() {
        Policy policy = Policy.of("p", algorithm(), List.of(new Limit(60, 60_000, 10)));
        for (long used : List.of(1L, 7L, 10L)) {
            State state = policy.acquire(State.EMPTY, used, START).state();
            State refunded = policy.refund(state, 1, START, START + 20).state();
            assertThat(remaining(policy, refunded, START + 20)).isEqualTo(11 - used);
            // what is still missing comes back as if the permit had never been taken
            assertThat(remaining(policy, refunded, START + 20 + 999)).isEqualTo(11 - used);
            assertThat(remaining(policy, refunded, START + 20 + 1_000)).isEqualTo(Math.min(10, 12 - used));
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/vectors/token-bucket.csv", numLinesToSkip = 1)
    void acquire_vectors(
            String sequence,
            String limit,
            long burst,
            long timeMillis,
            long permits,
            boolean admitted,
            long remaining,
            String retryAfter) {
        Policy policy =
                Policy.of("p", algorithm(), List.of(LimitReader.read(limit).withBurst(burst)));
        long start = 1_763_690_000_000L;
        State state = SEQUENCES.getOrDefault(sequence, State.EMPTY);
        Outcome outcome = policy.acquire(state, permits, start + timeMillis);
        SEQUENCES.put(sequence, outcome.state());
        OptionalLong expected = retryAfter == null
                ? OptionalLong.of(0)
                : retryAfter.equals("never") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(retryAfter));
        assertThat(outcome.verdict().allowed()).isEqualTo(admitted);
        assertThat(outcome.verdict().quotas().get(0).remaining()).isEqualTo(remaining);
        assertThat(outcome.verdict().retryAfterMillis()).isEqualTo(expected);
    }
}
