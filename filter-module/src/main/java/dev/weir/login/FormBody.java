package dev.weir.login;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a body of the type {@code application/x-www-form-urlencoded}, or of a query string. Immutable.
 *
 * @param pairs the parameters that can be decoded, in their order
 * @param wellFormed false if there are others
 */
public record FormBody(List<Pair> pairs, boolean wellFormed) {

    public FormBody {
        pairs = List.copyOf(pairs);
    }

    /**
     * A name and its value, as bytes of a charset that only the request knows.
     *
     * @param name decoded from its percent-encoding
     * @param value decoded from its percent-encoding; empty without one
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Pair(byte[] name, byte[] value) {}

    /** The parameters in {@code encoded}. */
    public static FormBody parse(byte[] encoded) {
        List<Pair> pairs = new ArrayList<>();
        boolean wellFormed = true;
        int start = 0;
        while (start < encoded.length) {
            int end = indexOf('&', encoded, start, encoded.length);
            int equals = indexOf('=', encoded, start, end);
            Optional<byte[]> name = decoded(encoded, start, equals);
            Optional<byte[]> value = decoded(encoded, Math.min(equals + 1, end), end);
            if (name.isEmpty() || value.isEmpty()) {
                wellFormed = false;
            } else if (equals > start) {
                pairs.add(new Pair(name.get(), value.get()));
            }
            start = end + 1;
        }
        return new FormBody(pairs, wellFormed);
    }

    /** The parameters in a query string. */
    public static FormBody parse(String query) {
        return parse(query.getBytes(StandardCharsets.UTF_8));
    }

    private static int indexOf(char sought, byte[] encoded, int start, int end) {
        int at = start;
        while (at < end && encoded[at] != sought) {
            at++;
        }
        return at;
    }

    private static Optional<byte[]> decoded(byte[] encoded, int start, int end) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            if (encoded[i] == '%') {
                int high = i + 2 < end ? Character.digit(encoded[i + 1], 16) : -1;
                int low = i + 2 < end ? Character.digit(encoded[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                decoded.write(encoded[i] == '+' ? ' ' : encoded[i]);
            }
        }
        return Optional.of(decoded.toByteArray());
    }

    /** The values of the parameters, by name, as texts of {@code charset}. */
    public Map<String, List<String>> texts(Charset charset) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            texts.computeIfAbsent(new String(pair.name, charset), name -> new ArrayList<>())
                    .add(new String(pair.value, charset));
        }
        return texts;
    }

    /**
     * The usernames in the parameter called {@code name}. Unclear if a parameter cannot be decoded, or if it is another
     * text in the {@code declared} charset.
     */
    public SubmittedNames names(String name, Optional<String> declared) {
        List<String> values = new ArrayList<>();
        boolean clear = wellFormed;
        for (Pair pair : pairs) {
            Optional<String> ofPair = DeclaredText.of(pair.name, declared);
            if (ofPair.isEmpty()) {
                clear = false;
            } else if (ofPair.get().equals(name)) {
                Optional<String> value = DeclaredText.of(pair.value, declared);
                value.ifPresent(values::add);
                clear &= value.isPresent();
            }
        }
        return new SubmittedNames(values, clear);
    }
}
