package dev.weir.outbound.remote;

import java.util.regex.Pattern;

/** A property of an answer. Immutable. */
public sealed interface AnswerRule {

    /**
     * It has this status.
     *
     * @param status 100 to 599
     */
    record Status(int status) implements AnswerRule {}

    /**
     * A field of its header has this value, or has it in a list. The value is compared with regard to case.
     *
     * @param name the name of the field
     */
    record Header(String name, String value) implements AnswerRule {}

    /**
     * Its body is JSON with this value at that place: a text, or a number, {@code true}, {@code false} or
     * {@code null} as it is written.
     */
    record Json(JsonPointer pointer, String value) implements AnswerRule {}

    /**
     * Reads {@code status:429}, {@code header:X-Error=limit} or {@code json:/error/code=limit}. What is on the left of
     * the first {@code =} is the place.
     *
     * @throws IllegalArgumentException if it is none of these; the message is the rule
     */
    static AnswerRule read(String text) {
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        return switch (text.substring(0, Math.max(0, colon))) {
            case "status" -> status(rest);
            case "header" -> header(rest);
            case "json" -> json(rest);
            default ->
                throw new IllegalArgumentException(
                        "expected status:<number>, header:<name>=<value> or json:<pointer>=<value>");
        };
    }

    private static AnswerRule status(String text) {
        if (!Syntax.STATUS.matcher(text).matches()) {
            throw new IllegalArgumentException("expected status:<number from 100 to 599>");
        }
        return new Status(Integer.parseInt(text));
    }

    private static AnswerRule header(String text) {
        int equals = text.indexOf('=');
        String name = text.substring(0, Math.max(0, equals)).strip();
        String value = text.substring(equals + 1).strip();
        if (!Syntax.TOKEN.matcher(name).matches() || value.isEmpty()) {
            throw new IllegalArgumentException("expected header:<name of a header>=<value>");
        }
        return new Header(name, value);
    }

    private static AnswerRule json(String text) {
        int equals = text.indexOf('=');
        if (equals < 0 || equals == text.length() - 1) {
            throw new IllegalArgumentException("expected json:<pointer>=<value>");
        }
        JsonPointer pointer = JsonPointer.read(text.substring(0, equals).strip());
        try {
            JsonScan.load();
        } catch (LinkageError | RuntimeException e) {
            throw new IllegalArgumentException("needs an implementation of Jakarta JSON Processing", e);
        }
        return new Json(pointer, text.substring(equals + 1).strip());
    }

    /** What names and numbers look like. */
    final class Syntax {

        private static final Pattern STATUS = Pattern.compile("[1-5]\\d\\d");
        /** RFC 9110 section 5.6.2. */
        private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

        private Syntax() {}
    }
}
