package dev.weir.gateway.auth;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The API keys that callers may use, by the digests that a file has of them. Immutable.
 *
 * <pre>
 * # sha256sum of the key, without the end of the line
 * 5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8 alice tenant=acme tier=pro models=llama,echo
 * </pre>
 */
public final class ApiKeys {

    /** No keys. */
    public static final ApiKeys NONE = new ApiKeys(Map.of());

    private final Map<Digest, Caller> callers;

    private ApiKeys(Map<Digest, Caller> callers) {
        this.callers = callers;
    }

    /** Is told of lines that cannot be used: the number of the line, from 1 on, and the rule that it breaks. */
    @FunctionalInterface
    public interface ProblemSink {

        /** Adds a problem, without anything of the key. */
        void add(int line, String rule);
    }

    /** Reads the lines of a file: keys that can be used, also where others cannot. */
    public static ApiKeys read(String text, ProblemSink problems) {
        Map<Digest, Caller> callers = new HashMap<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            try {
                // an editor of some systems begins a file with a mark of the order of bytes
                Optional<KeyLine> line = KeyLine.read(i == 0 ? withoutMark(lines.get(i)) : lines.get(i));
                line.ifPresent(each -> {
                    if (callers.putIfAbsent(each.digest(), each.caller()) != null) {
                        problems.add(number, "a line before it has the same key");
                    }
                });
            } catch (IllegalArgumentException e) {
                problems.add(number, String.valueOf(e.getMessage()));
            }
        }
        return new ApiKeys(Map.copyOf(callers));
    }

    private static String withoutMark(String line) {
        return line.startsWith("\uFEFF") ? line.substring(1) : line;
    }

    /** Who has that key. */
    Optional<Caller> find(Digest key) {
        return Optional.ofNullable(callers.get(key));
    }

    /** All who have one. */
    public Collection<Caller> callers() {
        return callers.values();
    }
}
