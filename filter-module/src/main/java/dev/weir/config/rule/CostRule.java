package dev.weir.config.rule;

import dev.weir.text.Values;

/** How many permits a request takes, where the configuration of a policy says it. Immutable. */
public sealed interface CostRule {

    /** The same for all requests, 1 or more. */
    record Fixed(long permits) implements CostRule {}

    /** The number in a request header that a trusted proxy sends. */
    record ByHeader(String name) implements CostRule {}

    /** A bean of the application, by its name. */
    record ByBean(String name) implements CostRule {}

    /** The permits of a request of which nothing is known; {@code declared} where they depend on it. */
    default long permits(long declared) {
        return this instanceof Fixed fixed ? fixed.permits : declared;
    }

    /**
     * The rule that {@code text} states: {@code 5}, {@code header:X-Cost} or {@code bean:pages}.
     *
     * @throws IllegalArgumentException if it states none; the message is the rule
     */
    static CostRule read(String text) {
        if (text.startsWith("header:")) {
            return new ByHeader(Values.headerName(text.substring("header:".length())));
        }
        if (text.startsWith("bean:")) {
            return new ByBean(Values.beanName(text.substring("bean:".length())));
        }
        return new Fixed(Values.number(text, 1, Long.MAX_VALUE));
    }
}
