package dev.weir.gateway.token;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.GptBytePairEncodingParams;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An encoding whose ranks are in a file in the form of tiktoken: in each line the bytes of a token in Base64, a blank,
 * and its rank. The file {@code tokenizer.model} of Llama 3 is one.
 */
final class RanksFile {

    /** How Llama 3 splits a text into words, as its model card says. */
    private static final Pattern WORDS = Pattern.compile(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final int BYTES = 256;

    private RanksFile() {}

    /**
     * Reads {@code file}.
     *
     * @throws IOException if it cannot be read, or is no such file
     */
    @SuppressWarnings("ArrayAsKeyOfSetOrMap") // the form that the encoding wants, which reads all of it
    static Encoding read(Path file) throws IOException {
        Map<byte[], Integer> ranks = new HashMap<>();
        Set<Integer> distinct = new HashSet<>();
        int single = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                byte[] token = token(line, number, ranks, distinct);
                single += token.length == 1 ? 1 : 0;
            }
        } catch (CharacterCodingException e) {
            throw new IOException("is not a file of ranks: it is not text", e);
        }
        if (single != BYTES) {
            throw new IOException("is not a file of ranks: it has " + single + " of the 256 bytes");
        }
        String name = file.toString();
        EncodingRegistry registry = Encodings.newLazyEncodingRegistry();
        registry.registerGptBytePairEncoding(new GptBytePairEncodingParams(name, WORDS, ranks, Map.of()));
        return registry.getEncoding(name).orElseThrow();
    }

    private static byte[] token(String line, int number, Map<byte[], Integer> ranks, Set<Integer> distinct)
            throws IOException {
        String[] parts = line.strip().split(" ", -1);
        try {
            byte[] token = Base64.getDecoder().decode(parts[0]);
            int rank = Integer.parseInt(parts.length == 2 ? parts[1] : "");
            if (token.length == 0 || rank < 0 || !distinct.add(rank)) {
                throw new NumberFormatException();
            }
            ranks.put(token, rank);
            return token;
        } catch (IllegalArgumentException e) {
            throw new IOException("is not a file of ranks: line " + number + " is not a token and its rank", e);
        }
    }
}
