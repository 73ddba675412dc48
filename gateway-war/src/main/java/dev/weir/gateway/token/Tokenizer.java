package dev.weir.gateway.token;

/** Counts tokens: exactly, or an upper bound. Safe for use by many threads. */
@FunctionalInterface
public interface Tokenizer {

    /** The tokens of {@code text}, 0 or more. */
    int count(String text);
}
