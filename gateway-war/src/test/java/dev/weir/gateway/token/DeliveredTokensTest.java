package dev.weir.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import dev.weir.gateway.settings.TokenizerChoice;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeliveredTokensTest {

    private static List<Tokenizer> tokenizers() throws IOException {
        return List.of(
                Tokenizers.of(TokenizerChoice.BuiltIn.CL100K),
                Tokenizers.of(TokenizerChoice.BuiltIn.O200K),
                Bytes.INSTANCE);
    }

    /** Parts may end within a pair of surrogates. */
    @Test
    void tokens_randomParts_areThoseOfTheWholeText() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (Tokenizer tokenizer : tokenizers()) {
            for (int i = 0; i < 60; i++) {
                String text = Texts.random(random, 1 + random.nextInt(120));
                DeliveredTokens delivered = new DeliveredTokens(tokenizer);
                int parts = 0;
                for (int at = 0; at < text.length(); parts++) {
                    int end = Math.min(text.length(), at + 1 + random.nextInt(1 + random.nextInt(400)));
                    delivered.add(0, "content", text.substring(at, end));
                    at = end;
                    if (random.nextInt(10) == 0) {
                        assertThat(delivered.tokens())
                                .as("seed %d", seed)
                                .isEqualTo(Math.max(parts + 1, tokenizer.count(text.substring(0, at))));
                    }
                }
                assertThat(delivered.tokens()).as("seed %d", seed).isEqualTo(Math.max(parts, tokenizer.count(text)));
            }
        }
    }

    /** Not below what the encoding itself says of the whole. */
    @Test
    void tokens_aTextThatCannotBeSplit_isNeverBelow() throws IOException {
        EncodingRegistry encodings = Encodings.newLazyEncodingRegistry();
        List<Tokenizer> all = tokenizers();
        for (Tokenizer tokenizer : all) {
            Encoding encoding =
                    encodings.getEncoding(tokenizer == all.get(0) ? EncodingType.CL100K_BASE : EncodingType.O200K_BASE);
            for (String one : List.of("a", "\ud55c", "\ud83d\ude00", " ", "-", "\n")) {
                DeliveredTokens delivered = new DeliveredTokens(tokenizer);
                StringBuilder text = new StringBuilder();
                while (text.length() < 3 * BytePairs.LONGEST_WORD) {
                    delivered.add(0, "content", one.repeat(100));
                    text.append(one.repeat(100));
                }
                delivered.add(0, "content", "end of it");
                assertThat(delivered.tokens())
                        .as(one)
                        .isGreaterThanOrEqualTo(encoding.countTokensOrdinary(text + "end of it"))
                        .isLessThanOrEqualTo(Bytes.INSTANCE.count(text + "end of it"));
            }
        }
    }

    @Test
    void tokens_manyPartsOfFewTokens_areTheParts() throws IOException {
        DeliveredTokens delivered = new DeliveredTokens(tokenizers().get(0));
        for (String part : "hello hello".split("")) {
            delivered.add(3, "content", part);
        }
        assertThat(delivered.tokens(3)).isEqualTo(11);
        assertThat(delivered.parts(3)).isEqualTo(11);
        assertThat(delivered.tokens(0)).isZero();
    }

    @Test
    void tokens_fieldsAndChoices_areCountedApart() throws IOException {
        DeliveredTokens delivered = new DeliveredTokens(tokenizers().get(0));
        delivered.add(0, "content", "hello");
        delivered.add(0, "reasoning_content", "hello");
        delivered.add(0, "tool_calls.0", "");
        delivered.add(1, "content", "hello hello");
        assertThat(delivered.tokens(0)).isEqualTo(2);
        assertThat(delivered.tokens(1)).isEqualTo(2);
        assertThat(delivered.parts(1)).isEqualTo(1);
        assertThat(delivered.tokens()).isEqualTo(4);
    }

    @Test
    void made_partsThatCanBeTokens_areTheParts() throws IOException {
        DeliveredTokens delivered = new DeliveredTokens(tokenizers().get(0));
        for (String part : List.of(" w17", " w18", " w19", "Hel", "lo", ",", "\n\n", " w20", " 1", " w21")) {
            delivered.add(0, "content", part);
        }
        assertThat(delivered.made(0)).isEqualTo(10);
        assertThat(delivered.tokens(0)).isGreaterThan(10);
        assertThat(delivered.made(1)).isZero();
    }

    @Test
    void add_sameTextInTwoFields_isOnePartAndOneText() throws IOException {
        DeliveredTokens delivered = new DeliveredTokens(tokenizers().get(0));
        for (int i = 0; i < 5; i++) {
            delivered.add(0, List.of(Map.entry("reasoning", " word"), Map.entry("reasoning_content", " word")));
        }
        assertThat(delivered.parts(0)).isEqualTo(5);
        assertThat(delivered.tokens(0)).isEqualTo(5);
        delivered.add(0, List.of(Map.entry("reasoning", " one"), Map.entry("content", " two")));
        assertThat(delivered.parts(0)).isEqualTo(6);
        assertThat(delivered.tokens(0)).isEqualTo(7);
        assertThat(delivered.made(0)).isEqualTo(7);
    }

    @Test
    void made_aPartOfSeveralTokens_isTheTokensOfAll() throws IOException {
        for (String several :
                List.of(" two words", "\ud55c\uad6d\uc5b4", "Donaudampfschifffahrtsgesellschaft", "q1w2e3r4")) {
            DeliveredTokens delivered = new DeliveredTokens(tokenizers().get(0));
            delivered.add(0, "content", " w17");
            delivered.add(0, "content", several);
            delivered.add(0, "content", " w18");
            assertThat(delivered.made(0))
                    .as(several)
                    .isEqualTo(delivered.tokens(0))
                    .isGreaterThan(3);
        }
    }

    /** What has to be encoded again for a part does not grow with the stream. */
    @Test
    void add_aLongStream_encodesAsMuchAtItsEndAsAtItsBeginning() throws IOException {
        Tokenizer tokenizer = tokenizers().get(0);
        AtomicLong encoded = new AtomicLong();
        DeliveredTokens delivered = new DeliveredTokens(text -> {
            encoded.addAndGet(text.length());
            return tokenizer.count(text);
        });
        int parts = 10_000;
        for (int i = 0; i < parts; i++) {
            delivered.add(0, "content", i % 12 == 0 ? ".\n" : " word");
            assertThat(delivered.tokens() > i).isTrue();
        }
        assertThat(encoded.get() / parts).as("characters for a part").isLessThan(200);
    }
}
