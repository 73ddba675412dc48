package dev.weir.gateway.settings;

import java.nio.file.Path;

/** How tokens are counted. */
public sealed interface TokenizerChoice {

    /** An encoding of OpenAI that is built in. */
    enum BuiltIn implements TokenizerChoice {
        CL100K,
        O200K
    }

    /** The ranks of a byte pair encoding, a file in the form of tiktoken. */
    record Ranks(Path file) implements TokenizerChoice {}

    /** The upstream counts prompts, at {@code /tokenize}. */
    record OfUpstream() implements TokenizerChoice {}

    /** Each byte of UTF-8 is a token: an upper bound for every byte pair encoding. */
    record Bytes() implements TokenizerChoice {}
}
