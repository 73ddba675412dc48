package dev.weir.config;

import dev.weir.config.Property.OfPolicy;
import dev.weir.config.rule.AdaptiveRule;
import dev.weir.text.DurationReader;
import dev.weir.text.Values;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads when the limits of a policy shrink, and how far.
 *
 * @param find the value of a property of the policy, and its origin
 */
record AdaptiveReader(Problems problems, Function<OfPolicy, Optional<PolicyReader.Found>> find) {

    /** All that an adaptive policy has besides. */
    private static final List<OfPolicy> OF_ADAPTIVE =
            List.of(OfPolicy.ADAPTIVE_LATENCY, OfPolicy.ADAPTIVE_ERRORS, OfPolicy.ADAPTIVE_FLOOR);

    private static final long LONGEST_LATENCY_MILLIS = 60_000;
    private static final int HUNDREDTHS = 100;

    /** The rule of a policy; empty if it is not adaptive. Problems are recorded. */
    Optional<AdaptiveRule> read() {
        Optional<Boolean> adaptive = value(OfPolicy.ADAPTIVE, Values::flag);
        if (adaptive.isPresent()
                ? !adaptive.get()
                : find.apply(OfPolicy.ADAPTIVE).isEmpty()) {
            for (OfPolicy property : OF_ADAPTIVE) {
                find.apply(property)
                        .ifPresent(found -> problems.add(found.origin(), "needs adaptive=true", found.text()));
            }
            return Optional.empty();
        }
        return Optional.of(new AdaptiveRule(
                valueOrDefault(OfPolicy.ADAPTIVE_LATENCY, AdaptiveReader::latency),
                valueOrDefault(OfPolicy.ADAPTIVE_ERRORS, Values::share),
                valueOrDefault(OfPolicy.ADAPTIVE_FLOOR, AdaptiveReader::floor)));
    }

    private <T> T valueOrDefault(OfPolicy property, Function<String, T> reader) {
        return value(property, reader).orElseGet(() -> reader.apply(property.defaultValue()));
    }

    private <T> Optional<T> value(OfPolicy property, Function<String, T> reader) {
        return find.apply(property).flatMap(found -> problems.read(found.origin(), found.text(), reader));
    }

    private static long latency(String text) {
        long millis = DurationReader.readMillis(text, "duration");
        if (millis > LONGEST_LATENCY_MILLIS) {
            throw new IllegalArgumentException("duration must be <= 60s");
        }
        return millis;
    }

    /** Steps are of whole percents. */
    private static int floor(String text) {
        int hundredths = Values.share(text);
        if (hundredths < HUNDREDTHS || hundredths % HUNDREDTHS != 0) {
            throw new IllegalArgumentException("must be a whole percentage from 1% to 100%");
        }
        return hundredths / HUNDREDTHS;
    }
}
