package dev.weir.outbound.settings;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A part of a whole, from nothing to all of it. Immutable.
 *
 * @param hundredths hundredths of a percent, 0 to 10,000
 */
public record Portion(int hundredths) {

    /** All of it. */
    public static final Portion ALL = new Portion(10_000);

    private static final int WHOLE = 10_000;
    private static final Pattern PERCENTAGE = Pattern.compile("\\d{1,3}(\\.\\d{1,2})?%");
    private static final Pattern FRACTION = Pattern.compile("[01](\\.\\d{1,4})?");

    /** @throws IllegalArgumentException if the number is out of its range */
    public Portion {
        if (hundredths < 0 || hundredths > WHOLE) {
            throw new IllegalArgumentException("must be from 0 to 10000 hundredths of a percent");
        }
    }

    /**
     * Reads a percentage, {@code 20%}, or a fraction, {@code 0.2}. A number above 1 needs its sign, so that {@code 0.2}
     * and {@code 20} are not taken for each other.
     *
     * @throws IllegalArgumentException if it is neither; the message is the rule
     */
    public static Portion read(String text) {
        if (PERCENTAGE.matcher(text).matches()) {
            return of(new BigDecimal(text.substring(0, text.length() - 1)).movePointRight(2));
        }
        if (FRACTION.matcher(text).matches()) {
            return of(new BigDecimal(text).movePointRight(4));
        }
        throw rule();
    }

    /**
     * The same for a part that is not below {@code least}.
     *
     * @throws IllegalArgumentException if it is; the message is the rule
     */
    public static Portion read(String text, Portion least) {
        Portion portion = read(text);
        if (portion.hundredths < least.hundredths) {
            throw new IllegalArgumentException("must be from " + least + " to 100%");
        }
        return portion;
    }

    private static Portion of(BigDecimal hundredths) {
        if (hundredths.compareTo(BigDecimal.valueOf(WHOLE)) > 0) {
            throw rule();
        }
        return new Portion(hundredths.intValueExact());
    }

    private static IllegalArgumentException rule() {
        return new IllegalArgumentException("must be a percentage from 0% to 100%, or a fraction from 0 to 1");
    }

    /** This part of {@code amount}, rounded down. */
    public long of(long amount) {
        return amount / WHOLE * hundredths + amount % WHOLE * hundredths / WHOLE;
    }

    /** The portion in the syntax of the configuration: {@code 12.5%}. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString() + '%';
    }
}
