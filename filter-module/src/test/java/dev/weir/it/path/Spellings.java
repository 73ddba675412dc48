package dev.weir.it.path;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Other ways to write a path, each of which some server has taken for the same, or for another. */
final class Spellings {

    /**
     * What can stand in front of a slash or at the end; most of these lead to a path that is exempt, as somebody reads
     * it.
     */
    private static final List<String> BEHIND_SEGMENT = List.of(
            ";",
            ";x=1",
            ";a/b",
            "%3B",
            "%3bx",
            ";/..;/health",
            ";/../health",
            "%3B/..%3B/health",
            ";/%2e%2e/free/x",
            ";/..;/..;/free/x",
            "%3B/../free/x",
            ";%2F..%2Fhealth",
            "/",
            "//",
            "/.",
            "/./",
            "/;x",
            "/;/",
            "/..;",
            "/..;/",
            "/..;/health",
            "/x/..",
            "/x/..;",
            "/x/..;/health",
            "/%2e",
            "/%2e%2e;/health",
            ".",
            "%2e",
            "...",
            "%20",
            "%09",
            "%0a",
            "%0d%0a",
            "%00",
            "%00.css",
            "%7f",
            "%5c",
            "\\",
            "\\..\\health",
            "%5c..%5chealth",
            "%2F",
            "%2f..%2f..%2fhealth",
            "%252F",
            "%c0%af",
            "%c0%ae%c0%ae/health",
            "%e0%80%af",
            "%ff",
            "%u002f",
            "%",
            "%zz",
            "?x=/health",
            "#/health",
            "%23/health",
            "%3F/health");

    /** What can stand for one slash. */
    private static final List<String> SLASH = List.of(
            "//",
            "/./",
            "/.;/",
            "/;/",
            "/;x/",
            "/%2e/",
            "/x/../",
            "/x/..;/",
            "/x/%2e%2e/",
            "/x/%2E./",
            "/free/../",
            "/free/..;/",
            "/health;/../",
            "/health%3B/../",
            "/health/..;x/",
            "/../",
            "/..;/",
            "%2F",
            "%2f",
            "/%2f",
            "%5c",
            "\\",
            "/x%2f..%2f",
            "/x%5c..%5c",
            "/free%2F..%2F",
            "%252f",
            "%c0%af",
            "/%00/",
            "/%20/",
            "/\u00a0/");

    private Spellings() {}

    /** {@code path} with one thing changed, at each place where it can be. */
    static Stream<String> once(String path) {
        Set<String> spellings = new LinkedHashSet<>(List.of(path));
        for (int at = 1; at <= path.length(); at++) {
            boolean end = at == path.length() || path.charAt(at) == '/';
            for (String inserted : end ? BEHIND_SEGMENT : List.<String>of()) {
                spellings.add(path.substring(0, at) + inserted + path.substring(at));
            }
        }
        for (int at = 0; at < path.length(); at++) {
            for (String slash : path.charAt(at) == '/' ? SLASH : List.<String>of()) {
                spellings.add(path.substring(0, at) + slash + path.substring(at + 1));
            }
            for (String other : letters(path.charAt(at))) {
                spellings.add(path.substring(0, at) + other + path.substring(at + 1));
            }
        }
        spellings.add("http://localhost" + path);
        spellings.add("HTTP://user@localhost:80" + path + ";x");
        return spellings.stream();
    }

    /** {@code path} with two to four things changed, one after the other. */
    static List<String> generated(String path, Random random, int count) {
        List<String> spellings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String spelling = path;
            for (int changes = 2 + random.nextInt(3); changes > 0; changes--) {
                spelling = changed(spelling, random);
            }
            spellings.add(spelling);
        }
        return spellings;
    }

    private static String changed(String path, Random random) {
        int at = random.nextInt(path.length());
        char c = path.charAt(at);
        if (random.nextInt(3) == 0) {
            return path + pick(BEHIND_SEGMENT, random);
        }
        if (c == '/') {
            return random.nextBoolean() && at > 0
                    ? path.substring(0, at) + pick(BEHIND_SEGMENT, random) + path.substring(at)
                    : path.substring(0, at) + pick(SLASH, random) + path.substring(at + 1);
        }
        return path.substring(0, at) + pick(letters(c), random) + path.substring(at + 1);
    }

    private static List<String> letters(char c) {
        return c == '/' || c > '~'
                ? List.of(String.valueOf(c))
                : List.of(
                        String.format("%%%02x", (int) c),
                        String.format("%%%02X", (int) c),
                        String.format("%%25%02x", (int) c),
                        String.format("%%c%d%%%02x", 0, c | 0x80),
                        String.format("%%u%04x", (int) c),
                        String.valueOf(Character.isLowerCase(c) ? Character.toUpperCase(c) : Character.toLowerCase(c)));
    }

    private static String pick(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
