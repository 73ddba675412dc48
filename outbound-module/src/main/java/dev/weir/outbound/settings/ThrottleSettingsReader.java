package dev.weir.outbound.settings;

import static dev.weir.outbound.settings.ThrottleProperty.*;

import dev.weir.outbound.remote.LimitedWhen;
import dev.weir.spi.ValueReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the properties of one policy. For one use by one thread. */
final class ThrottleSettingsReader {

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Portion LEAST = new Portion(1);
    private static final Portion ONE_PERCENT = new Portion(100);
    private static final int MOST_RETRIES = 100;
    private static final int MANY = 1_000_000;
    private static final int MOST_TASKS = 10_000;
    private static final long LEAST_BYTES = 256;
    private static final long MOST_BYTES = 1 << 20;
    private static final Pattern FACTOR = Pattern.compile("\\d{1,2}(\\.\\d{1,2})?");
    private static final int HUNDREDTHS = 100;
    private static final int HIGHEST_FACTOR = 1_000;

    private final Section section;

    ThrottleSettingsReader(Section section) {
        this.section = section;
    }

    ThrottleSettings read(String policy) {
        return new ThrottleSettings(policy, pace(), line(), limitedWhen(), retry(), tighten(), batch());
    }

    private PaceSettings pace() {
        return new PaceSettings(
                section.value(SAFETY, portion(ONE_PERCENT)),
                section.value(SPACING, ThrottleSettingsReader::spacing),
                section.value(GUARD, time(Duration.ZERO, MINUTE)),
                section.value(PERMIT_UNTIL, text -> ValueReader.choice(PaceSettings.PermitUntil.class, text)),
                section.value(NEAR, portion(ONE_PERCENT)));
    }

    private static Spacing spacing(String text) {
        return switch (text) {
            case "none" -> new Spacing.None();
            case "even" -> new Spacing.Even();
            default -> new Spacing.Fixed(otherwise("none, even", text, time(MILLISECOND, HOUR)));
        };
    }

    private WaitSettings line() {
        return new WaitSettings(
                section.value(CONCURRENCY, number("none", MANY)),
                section.value(QUEUE, text -> ValueReader.number(text, 0, MANY)),
                section.value(MAX_WAIT, time(Duration.ZERO, DAY)));
    }

    private LimitedWhen limitedWhen() {
        int maxBytes =
                section.value(LIMITED_WHEN_MAX_BYTES, text -> (int) ValueReader.size(text, LEAST_BYTES, MOST_BYTES));
        return section.value(LIMITED_WHEN, text -> LimitedWhen.read(ValueReader.list(text), maxBytes));
    }

    private RetrySettings retry() {
        return new RetrySettings(
                section.value(RETRIES, text -> ValueReader.number(text, 0, MOST_RETRIES)),
                section.value(RETRY_ON, RetryOn::read),
                section.value(RETRY_METHODS, RetryMethods::read),
                backoff(),
                section.value(DEADLINE, time(MILLISECOND, DAY)),
                section.value(RETRY_BUDGET, Portion::read));
    }

    private BackoffSettings backoff() {
        BackoffSettings backoff = new BackoffSettings(
                section.value(BACKOFF, time(MILLISECOND, HOUR)),
                section.value(BACKOFF_FACTOR, ThrottleSettingsReader::factor),
                section.value(BACKOFF_MIN, time(Duration.ZERO, HOUR)),
                section.value(BACKOFF_MAX, time(MILLISECOND, DAY)),
                section.value(JITTER, text -> ValueReader.choice(BackoffSettings.Jitter.class, text)));
        atMost(BACKOFF_MIN, backoff.min(), BACKOFF, backoff.first());
        atMost(BACKOFF, backoff.first(), BACKOFF_MAX, backoff.max());
        return backoff;
    }

    /** Adds a problem if {@code least} is above {@code most}, about the one of the two that is set. */
    private void atMost(ThrottleProperty lower, Duration least, ThrottleProperty upper, Duration most) {
        if (least.compareTo(most) <= 0) {
            return;
        }
        if (section.values().containsKey(lower.key())) {
            section.problem(lower.key(), "must be at most " + upper.key() + ", which is " + most.toMillis() + "ms");
        } else {
            section.problem(upper.key(), "must be at least " + lower.key() + ", which is " + least.toMillis() + "ms");
        }
    }

    private static int factor(String text) {
        if (FACTOR.matcher(text).matches()) {
            int hundredths = new BigDecimal(text).movePointRight(2).intValueExact();
            if (hundredths >= HUNDREDTHS && hundredths <= HIGHEST_FACTOR) {
                return hundredths;
            }
        }
        throw new IllegalArgumentException("must be a number from 1 to 10 with at most two decimals");
    }

    private TightenSettings tighten() {
        return new TightenSettings(
                section.value(TIGHTEN, portion(ONE_PERCENT)), section.value(TIGHTEN_RECOVER, portion(LEAST)));
    }

    private BatchSettings batch() {
        BatchSettings batch = new BatchSettings(
                section.value(BATCH_SIZE, number("auto", MOST_TASKS)),
                section.value(BATCH_MAX, text -> ValueReader.number(text, 1, MOST_TASKS)),
                section.value(BATCH_PAUSE, time(Duration.ZERO, DAY)),
                section.value(TASK_TIMEOUT, time(MILLISECOND, DAY)));
        if (batch.size().orElse(0) > batch.max()) {
            section.problem(BATCH_SIZE.key(), "must be at most " + BATCH_MAX.key() + ", which is " + batch.max());
        }
        return batch;
    }

    private static Function<String, Duration> time(Duration least, Duration most) {
        return text -> ValueReader.duration(text, least, most);
    }

    private static Function<String, Portion> portion(Portion least) {
        return text -> Portion.read(text, least);
    }

    /** A number of 1 or more, or {@code word}, which is empty. */
    private static Function<String, OptionalInt> number(String word, int most) {
        return text -> text.equals(word)
                ? OptionalInt.empty()
                : OptionalInt.of(otherwise(word, text, each -> ValueReader.number(each, 1, most)));
    }

    /** Reads {@code text}, which is none of the {@code words} that it could also be. */
    private static <T> T otherwise(String words, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ", or " + words, e);
        }
    }
}
