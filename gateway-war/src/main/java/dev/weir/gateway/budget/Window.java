package dev.weir.gateway.budget;

import dev.weir.Limit;

/** The windows of limits as the configuration has them: {@code 1m}, {@code calendar-day}. */
final class Window {

    private Window() {}

    static String of(Limit limit) {
        String text = limit.toString();
        return text.substring(text.indexOf('/') + 1);
    }
}
