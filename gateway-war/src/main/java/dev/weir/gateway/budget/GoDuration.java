package dev.weir.gateway.budget;

import java.time.Duration;

/**
 * Writes durations as Go does, which is what clients of the OpenAI API read: {@code 12ms}, {@code 1s},
 * {@code 6m0s}.
 */
final class GoDuration {

    private GoDuration() {}

    /** The text of {@code duration}, in milliseconds rounded up; what is below zero is {@code 0s}. */
    static String of(Duration duration) {
        long millis = millisUp(duration);
        if (millis == 0) {
            return "0s";
        }
        if (millis < 1_000) {
            return millis + "ms";
        }
        long hours = millis / 3_600_000;
        long minutes = millis / 60_000 % 60;
        StringBuilder text = new StringBuilder();
        if (hours > 0) {
            text.append(hours).append('h');
        }
        if (hours > 0 || minutes > 0) {
            text.append(minutes).append('m');
        }
        return text.append(seconds(millis % 60_000)).append('s').toString();
    }

    /** Without zeros at the end. */
    private static String seconds(long millis) {
        long part = millis % 1_000;
        if (part == 0) {
            return Long.toString(millis / 1_000);
        }
        String digits = Long.toString(1_000 + part).substring(1);
        int end = digits.length();
        while (digits.charAt(end - 1) == '0') {
            end--;
        }
        return millis / 1_000 + "." + digits.substring(0, end);
    }

    /** The whole milliseconds of {@code duration}, rounded up, 0 or more. */
    static long millisUp(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        long millis = duration.toMillis();
        return duration.minusMillis(millis).isZero() ? millis : millis + 1;
    }
}
