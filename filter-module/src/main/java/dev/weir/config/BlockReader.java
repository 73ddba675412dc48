package dev.weir.config;

import dev.weir.Limit;
import dev.weir.config.Property.OfPolicy;
import dev.weir.core.BlockRule;
import dev.weir.text.DurationReader;
import dev.weir.text.Values;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads when a policy blocks a key, and for how long.
 *
 * @param find the value of a property of the policy, and its origin
 */
record BlockReader(Problems problems, Function<OfPolicy, Optional<PolicyReader.Found>> find) {

    /** All that a block has besides its length. */
    private static final List<OfPolicy> OF_BLOCK = List.of(
            OfPolicy.BLOCK_AFTER,
            OfPolicy.BLOCK_WITHIN,
            OfPolicy.BLOCK_FACTOR,
            OfPolicy.BLOCK_MEMORY,
            OfPolicy.BLOCK_MAX,
            OfPolicy.BLOCK_FORGIVES);

    private static final long LARGEST_AFTER = 1_000_000;
    private static final int LARGEST_FACTOR = 1_000;
    private static final Pattern FACTOR = Pattern.compile("\\d{1,7}(\\.\\d{1,2})?");

    /** The rule of a policy with {@code limits}; problems are recorded. */
    BlockRule read(List<Limit> limits) {
        Optional<PolicyReader.Found> block = find.apply(OfPolicy.BLOCK);
        if (block.isEmpty()) {
            for (OfPolicy property : OF_BLOCK) {
                find.apply(property).ifPresent(found -> problems.add(found.origin(), "needs a block", found.text()));
            }
            return BlockRule.NONE;
        }
        Optional<Long> length = value(OfPolicy.BLOCK, BlockReader::duration);
        long longestWindow =
                limits.stream().mapToLong(Limit::windowMillis).max().orElse(1);
        long after = value(OfPolicy.BLOCK_AFTER, text -> Values.number(text, 1, LARGEST_AFTER))
                .orElse(1L);
        long millis = length.orElse(1L);
        long max = value(OfPolicy.BLOCK_MAX, text -> max(text, millis))
                .orElse(Math.max(millis, duration(OfPolicy.BLOCK_MAX.defaultValue())));
        return new BlockRule(
                millis,
                (int) after,
                value(OfPolicy.BLOCK_WITHIN, BlockReader::duration).orElse(longestWindow),
                value(OfPolicy.BLOCK_FACTOR, BlockReader::hundredths).orElse(BlockRule.CONSTANT),
                value(OfPolicy.BLOCK_MEMORY, BlockReader::duration)
                        .orElse(duration(OfPolicy.BLOCK_MEMORY.defaultValue())),
                max,
                value(OfPolicy.BLOCK_FORGIVES, Values::flag).orElse(false));
    }

    private <T> Optional<T> value(OfPolicy property, Function<String, T> reader) {
        return find.apply(property).flatMap(found -> problems.read(found.origin(), found.text(), reader));
    }

    private static long duration(String text) {
        long millis = DurationReader.readMillis(text, "duration");
        if (millis > Limit.LONGEST_WINDOW.toMillis()) {
            throw new IllegalArgumentException("duration must be <= 366d");
        }
        return millis;
    }

    private static long max(String text, long blockMillis) {
        long millis = duration(text);
        if (millis < blockMillis) {
            throw new IllegalArgumentException("must not be shorter than the block");
        }
        return millis;
    }

    private static int hundredths(String text) {
        String rule = "must be a number from 1 to " + LARGEST_FACTOR + " with at most two decimal places";
        if (!FACTOR.matcher(text).matches()) {
            throw new IllegalArgumentException(rule);
        }
        int hundredths = new BigDecimal(text).movePointRight(2).intValueExact();
        if (hundredths < BlockRule.CONSTANT || hundredths > LARGEST_FACTOR * BlockRule.CONSTANT) {
            throw new IllegalArgumentException(rule);
        }
        return hundredths;
    }
}
