package dev.weir.gateway.vllm;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request to {@link FakeVllm}; of its JSON only that is read which the fake needs, without regard to escapes.
 *
 * @param fields by their names in lower case
 */
record VllmRequest(String method, String path, Map<String, String> fields, String body) {

    private static final Pattern CONTENT = Pattern.compile("\"(?:content|prompt)\" *: *\"([^\"]*)\"");
    private static final int TEMPLATE = 4;

    private String find(String pattern, String otherwise) {
        Matcher matcher = Pattern.compile(pattern).matcher(body);
        return matcher.find() ? matcher.group(1) : otherwise;
    }

    Script script() {
        return Script.of(find("\"user\" *: *\"([^\"]*)\"", ""));
    }

    String model() {
        return find("\"model\" *: *\"([^\"]*)\"", "");
    }

    int cap() {
        return Integer.parseInt(find("\"max_tokens\" *: *(\\d+)", "16"));
    }

    int choices() {
        return Integer.parseInt(find("\"n\" *: *(\\d+)", "1"));
    }

    boolean stream() {
        return body.matches("(?s).*\"stream\" *: *true.*");
    }

    boolean includeUsage() {
        return body.matches("(?s).*\"include_usage\" *: *true.*");
    }

    boolean chat() {
        return path.endsWith("/chat/completions");
    }

    /** Four tokens for each message, and one for each word. */
    int promptTokens() {
        int tokens = 0;
        for (Matcher each = CONTENT.matcher(body); each.find(); ) {
            tokens += body.contains("\"messages\"") ? TEMPLATE : 0;
            tokens += each.group(1).isBlank() ? 0 : each.group(1).strip().split("\\s+").length;
        }
        return tokens;
    }
}
