package dev.weir.gateway.token;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import dev.weir.gateway.settings.TokenizerChoice;
import java.io.IOException;

/** Makes tokenizers. Safe for use by many threads. */
public final class Tokenizers {

    /** Reads an encoding when it is first used: they are some 30 MB each. */
    private static final EncodingRegistry BUILT_IN = Encodings.newLazyEncodingRegistry();

    private Tokenizers() {}

    /**
     * The tokenizer for texts that pass through the gateway. That of a model whose upstream counts is the number of
     * bytes.
     *
     * @throws IOException if a file of ranks cannot be read, or is none; the message says what it is
     */
    public static Tokenizer of(TokenizerChoice choice) throws IOException {
        if (choice instanceof TokenizerChoice.BuiltIn builtIn) {
            return new BytePairs(BUILT_IN.getEncoding(
                    builtIn == TokenizerChoice.BuiltIn.CL100K ? EncodingType.CL100K_BASE : EncodingType.O200K_BASE));
        }
        return choice instanceof TokenizerChoice.Ranks ranks
                ? new BytePairs(RanksFile.read(ranks.file()))
                : Bytes.INSTANCE;
    }
}
