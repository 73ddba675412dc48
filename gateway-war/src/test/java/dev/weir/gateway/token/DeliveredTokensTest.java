package dev.weir.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.weir.gateway.settings.TokenizerChoice;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeliveredTokensTest {

    private static Tokenizer cl100k() throws IOException {
        return Tokenizers.of(TokenizerChoice.BuiltIn.CL100K);
    }

    private static List<Tokenizer> tokenizers() throws IOException {
        return List.of(cl100k(), Tokenizers.of(TokenizerChoice.BuiltIn.O200K), Bytes.INSTANCE);
    }

    /** Parts may end within a pair of surrogates. */
    @Test
    void made_exactOfRandomParts_isThatOfTheWholeText() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (Tokenizer tokenizer : tokenizers()) {
            for (int i = 0; i < 60; i++) {
                String text = Texts.random(random, 1 + random.nextInt(120));
                DeliveredTokens delivered = new DeliveredTokens(tokenizer, true);
                int parts = 0;
                for (int at = 0; at < text.length(); parts++) {
                    int end = Math.min(text.length(), at + 1 + random.nextInt(1 + random.nextInt(400)));
                    delivered.add(0, "content", text.substring(at, end));
                    at = end;
                    if (random.nextInt(10) == 0) {
                        assertThat(delivered.made(0))
                                .as("seed %d", seed)
                                .isEqualTo(Math.max(parts + 1, tokenizer.count(text.substring(0, at))));
                    }
                }
                assertThat(delivered.made(0)).as("seed %d", seed).isEqualTo(Math.max(parts, tokenizer.count(text)));
            }
        }
    }

    /** One part more than the encoding itself would find would cut a good answer. */
    @Test
    void made_exactOfATextThatCannotBeSplit_isNeverAboveItsTokens() throws IOException {
        Encoding encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
        for (String one : List.of("a", "\ud55c", "\ud83d\ude00", " ", "-", "\n")) {
            DeliveredTokens delivered = new DeliveredTokens(cl100k(), true);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 30; i++) {
                delivered.add(0, "content", one.repeat(100));
                text.append(one.repeat(100));
            }
            int whole = encoding.countTokensOrdinary(text.toString());
            assertThat(delivered.isBeyond(0, Math.max(30, whole))).as(one).isFalse();
            int pieces = 1 + text.length() / (BytePairs.LONGEST_WORD - 1);
            assertThat(delivered.made(0)).as(one).isGreaterThanOrEqualTo(whole - pieces);
        }
    }

    @Test
    void made_shortParts_areOneTokenEachWhateverTheirScript() throws IOException {
        List<String> parts = List.of(
                " w17",
                "token-17 ",
                "\ud55c\uad6d\uc5b4",
                " Donaudampfschifffahrtsgesellschaft",
                "\u0928\u092e\u0938\u094d\u0924\u0947",
                "\n\n",
                "\ud83d\ude00",
                "                                                                ");
        for (Tokenizer tokenizer :
                List.of(cl100k(), text -> Bytes.of(text.strip(), 0, text.strip().length()))) {
            DeliveredTokens delivered = new DeliveredTokens(tokenizer, false);
            parts.forEach(part -> delivered.add(0, "content", part));
            assertThat(delivered.made(0)).isEqualTo(parts.size());
            assertThat(delivered.parts(0)).isEqualTo(parts.size());
            assertThat(delivered.made(1)).isZero();
        }
    }

    @Test
    void made_aPartThatCannotBeOneToken_isCountedAlone() throws IOException {
        String several = " and this one has a sentence, as no model has it in its vocabulary";
        for (Tokenizer tokenizer : tokenizers()) {
            DeliveredTokens delivered = new DeliveredTokens(tokenizer, false);
            delivered.add(0, "content", " w17");
            delivered.add(0, "content", several);
            delivered.add(0, "content", "\ud55c\uad6d\uc5b4");
            assertThat(delivered.made(0)).isEqualTo(2 + tokenizer.count(several));
            assertThat(delivered.parts(0)).isEqualTo(3);
        }
    }

    @Test
    void isBeyond_countThatIsNotExact_isNeverSo() throws IOException {
        DeliveredTokens delivered = new DeliveredTokens(cl100k(), false);
        delivered.add(0, "content", "one two three four");
        assertThat(delivered.isBeyond(0, 1)).isFalse();
        DeliveredTokens exact = new DeliveredTokens(cl100k(), true);
        exact.add(0, "content", "one two three four");
        assertThat(exact.isBeyond(0, 3)).isTrue();
        assertThat(exact.isBeyond(0, 4)).isFalse();
        assertThat(exact.isBeyond(1, 0)).isFalse();
    }

    @Test
    void add_fieldsAndChoices_areCountedApart() throws IOException {
        DeliveredTokens delivered = new DeliveredTokens(cl100k(), true);
        delivered.add(0, "content", "hello");
        delivered.add(0, "reasoning_content", "hello");
        delivered.add(0, "tool_calls.0", "");
        delivered.add(1, "content", "hello hello");
        assertThat(delivered.made(0)).isEqualTo(2);
        assertThat(delivered.made(1)).isEqualTo(2);
        assertThat(delivered.parts(1)).isEqualTo(1);
    }

    @Test
    void add_sameTextInTwoFields_isOnePartAndOneText() throws IOException {
        for (boolean exact : new boolean[] {true, false}) {
            DeliveredTokens delivered = new DeliveredTokens(cl100k(), exact);
            for (int i = 0; i < 5; i++) {
                delivered.add(0, List.of(Map.entry("reasoning", " word"), Map.entry("reasoning_content", " word")));
            }
            assertThat(delivered.parts(0)).isEqualTo(5);
            assertThat(delivered.made(0)).isEqualTo(5);
            delivered.add(0, List.of(Map.entry("reasoning", " one"), Map.entry("content", " two")));
            assertThat(delivered.parts(0)).isEqualTo(6);
            assertThat(delivered.made(0)).isEqualTo(7);
        }
    }

    /** What has to be encoded again for a part does not grow with the stream. */
    @Test
    void add_aLongStream_encodesAsMuchAtItsEndAsAtItsBeginning() throws IOException {
        Tokenizer tokenizer = cl100k();
        AtomicLong encoded = new AtomicLong();
        DeliveredTokens delivered = new DeliveredTokens(
                text -> {
                    encoded.addAndGet(text.length());
                    return tokenizer.count(text);
                },
                true);
        int parts = 10_000;
        for (int i = 0; i < parts; i++) {
            delivered.add(0, "content", i % 12 == 0 ? ".\n" : " word");
            assertThat(delivered.made(0) > i).isTrue();
        }
        assertThat(encoded.get() / parts).as("characters for a part").isLessThan(200);
    }
}
