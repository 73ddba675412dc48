package dev.weir.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.weir.gateway.settings.TokenizerChoice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytePairsTest {

    private static final Map<TokenizerChoice, Encoding> WHOLE = Map.of(
            TokenizerChoice.BuiltIn.CL100K, Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE),
            TokenizerChoice.BuiltIn.O200K, Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE));

    private static Tokenizer cl100k() throws IOException {
        return Tokenizers.of(TokenizerChoice.BuiltIn.CL100K);
    }

    @Test
    void count_longTexts_isExact() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (Map.Entry<TokenizerChoice, Encoding> each : WHOLE.entrySet()) {
            Tokenizer tokenizer = Tokenizers.of(each.getKey());
            for (int i = 0; i < 20; i++) {
                String text = Texts.random(random, 3_000);
                assertThat(text.length()).isGreaterThan(3 * BytePairs.LONGEST_WORD);
                assertThat(tokenizer.count(text))
                        .as("%s, seed %d", each.getKey(), seed)
                        .isEqualTo(each.getValue().countTokensOrdinary(text));
            }
        }
    }

    /** Each place at which a text is split is one at which it can be. */
    @Test
    void boundary_wherever_doesNotChangeTheCount() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            String text = Texts.random(random, 4);
            for (Encoding encoding : WHOLE.values()) {
                int whole = encoding.countTokensOrdinary(text);
                for (int at = 1; at < text.length(); at++) {
                    if (Boundary.is(text, at)) {
                        assertThat(encoding.countTokensOrdinary(text.substring(0, at))
                                        + encoding.countTokensOrdinary(text.substring(at)))
                                .as("seed %d, %s, \"%s\" at %d", seed, encoding.getName(), text, at)
                                .isEqualTo(whole);
                    }
                }
            }
        }
    }

    @Test
    void count_specialTokens_areOrdinaryText() throws IOException {
        assertThat(cl100k().count("<|endoftext|>")).isEqualTo(7);
        assertThat(cl100k().count("")).isZero();
    }

    @Test
    void count_wordsThatAreTooLong_isABoundInLittleTime() throws IOException {
        int size = 1 << 20;
        Random random = new Random(5);
        StringBuilder letters = new StringBuilder(size);
        StringBuilder hangul = new StringBuilder(size / 3);
        for (int i = 0; i < size; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        for (int i = 0; i < size / 3; i++) {
            hangul.append((char) (0xAC00 + random.nextInt(11_172)));
        }
        List<String> worst = List.of(
                "a".repeat(size),
                " ".repeat(size),
                "\n".repeat(size),
                "-".repeat(size),
                "7".repeat(size),
                letters.toString(),
                hangul.toString(),
                Texts.EMOJI.repeat(size / 64),
                "\ud800".repeat(size / 3),
                "\0".repeat(size),
                (letters.substring(0, BytePairs.LONGEST_WORD - 1) + " ").repeat(size / BytePairs.LONGEST_WORD));
        for (Tokenizer tokenizer : List.of(cl100k(), Tokenizers.of(TokenizerChoice.BuiltIn.O200K), Bytes.INSTANCE)) {
            for (String text : worst) {
                String shown = text.substring(0, 4) + " " + tokenizer.getClass().getSimpleName();
                // what is not bounded takes minutes: it is ended
                int count = assertTimeoutPreemptively(Duration.ofMinutes(1), () -> tokenizer.count(text), shown);
                assertThat(count)
                        .as(shown)
                        .isGreaterThanOrEqualTo(size / 128)
                        .isLessThanOrEqualTo(Bytes.INSTANCE.count(text));
            }
        }
    }

    @Test
    void bytes_areThoseOfUtf8() {
        for (String text : Texts.ALL) {
            assertThat(Bytes.INSTANCE.count(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        }
        assertThat(Bytes.INSTANCE.count("\ud83d")).isEqualTo(3);
    }

    @Test
    void ranksFile_ofTheSameRanks_countsAlike(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("cl100k.tiktoken");
        try (InputStream ranks = Encodings.class.getResourceAsStream("cl100k_base.tiktoken")) {
            Files.copy(ranks, file);
        }
        Tokenizer ofFile = Tokenizers.of(new TokenizerChoice.Ranks(file));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            String text = Texts.random(random, 6);
            assertThat(ofFile.count(text)).as("seed %d, \"%s\"", seed, text).isEqualTo(cl100k().count(text));
        }
    }

    @Test
    void ranksFile_thatIsNone_saysWhere(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("ranks");
        for (String wrong : List.of("YQ== x\n", "YQ==\n", "?? 1\n", "YQ== 1\nYg== 1\n", "YQ== -1\n", "{}")) {
            Files.writeString(file, wrong);
            assertThatThrownBy(() -> Tokenizers.of(new TokenizerChoice.Ranks(file)))
                    .as(wrong)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("line ");
        }
        Files.writeString(file, "YQ== 0\n");
        assertThatThrownBy(() -> Tokenizers.of(new TokenizerChoice.Ranks(file)))
                .hasMessageContaining("it has 1 of the 256 bytes");
        Files.write(file, new byte[] {(byte) 0xff, 0, 1});
        assertThatThrownBy(() -> Tokenizers.of(new TokenizerChoice.Ranks(file))).isInstanceOf(IOException.class);
    }
}
