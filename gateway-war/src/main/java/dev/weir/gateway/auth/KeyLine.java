package dev.weir.gateway.auth;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A line of the file of API keys. Immutable. */
record KeyLine(Digest digest, Caller caller) {

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Set<String> KNOWN = Set.of("tenant", "tier", "models", "roles");
    private static final int LONGEST = 256;

    /**
     * Reads a line; empty if it is blank or a comment.
     *
     * @throws IllegalArgumentException if it breaks a rule, which is the message; without anything of the key
     */
    static Optional<KeyLine> read(String line) {
        List<String> words = Arrays.stream(line.strip().split("\\s+"))
                .takeWhile(word -> !word.startsWith("#"))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty()) {
            return Optional.empty();
        }
        if (!HEX.matcher(words.get(0)).matches()) {
            throw new IllegalArgumentException("must begin with the SHA-256 of a key, 64 hexadecimal digits");
        }
        if (words.size() < 2 || words.get(1).contains("=")) {
            throw new IllegalArgumentException("must name the principal after the digest");
        }
        String name = words.get(1);
        if (name.length() > LONGEST || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "the name of the principal must have at most " + LONGEST + " characters");
        }
        Map<String, String> attributes = attributes(words.subList(2, words.size()));
        Caller caller = new Caller(
                name,
                Optional.ofNullable(attributes.get("tenant")),
                Optional.ofNullable(attributes.get("tier")),
                set(attributes.getOrDefault("models", "")),
                set(attributes.getOrDefault("roles", "")));
        return Optional.of(new KeyLine(new Digest(HexFormat.of().parseHex(words.get(0))), caller));
    }

    private static Map<String, String> attributes(List<String> words) {
        Map<String, String> attributes = new HashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("must have tenant=, tier=, models= or roles= after the principal");
            }
            String value = equals < 0 ? "" : word.substring(equals + 1);
            // models= without a name would mean all of them
            if (set(value).isEmpty()) {
                throw new IllegalArgumentException("must have a value for " + name + '=');
            }
            if (attributes.put(name, value) != null) {
                throw new IllegalArgumentException("must have " + name + "= once");
            }
        }
        return attributes;
    }

    private static Set<String> set(String text) {
        return Arrays.stream(text.split(",", -1))
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
