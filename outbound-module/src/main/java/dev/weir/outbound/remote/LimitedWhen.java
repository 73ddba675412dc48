package dev.weir.outbound.remote;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What answers are refusals because of the other side's limit. Immutable.
 *
 * @param rules one of these holds for a refusal
 * @param maxBytes how much of a body is looked at, 1 or more
 */
public record LimitedWhen(List<AnswerRule> rules, int maxBytes) {

    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:+-]{1,40})\"?");

    /** Copies the list. */
    public LimitedWhen {
        rules = List.copyOf(rules);
    }

    /**
     * Reads rules.
     *
     * @throws IllegalArgumentException if one is wrong; the message is the rule that it breaks
     * @see AnswerRule#read
     */
    public static LimitedWhen read(List<String> rules, int maxBytes) {
        return new LimitedWhen(rules.stream().map(AnswerRule::read).toList(), maxBytes);
    }

    /** Whether bodies have to be looked at. */
    public boolean readsBodies() {
        return jsonRules().findAny().isPresent();
    }

    /**
     * Whether the answer is a refusal. Looks at the body only if the rest of the answer does not tell.
     *
     * @param body empty if it cannot be looked at
     */
    public boolean matches(int status, Fields fields, Optional<BodyPrefix> body) {
        for (AnswerRule rule : rules) {
            boolean holds = (rule instanceof AnswerRule.Status of && of.status() == status)
                    || (rule instanceof AnswerRule.Header header && has(fields, header));
            if (holds) {
                return true;
            }
        }
        Optional<Charset> charset = charset(fields);
        return jsonRules()
                .anyMatch(rule -> body.filter(each ->
                                each.ask(prefix -> JsonScan.finds(prefix, charset, rule.pointer(), rule.value())))
                        .isPresent());
    }

    private Stream<AnswerRule.Json> jsonRules() {
        return rules.stream().filter(AnswerRule.Json.class::isInstance).map(AnswerRule.Json.class::cast);
    }

    private static boolean has(Fields fields, AnswerRule.Header header) {
        return fields.values(header.name()).stream()
                .anyMatch(line -> line.equals(header.value())
                        || Stream.of(line.split(",")).map(String::strip).anyMatch(header.value()::equals));
    }

    /** The charset that the answer says, unless it is a Unicode one, which the text itself tells better. */
    private static Optional<Charset> charset(Fields fields) {
        Matcher matcher = CHARSET.matcher(fields.only("Content-Type").orElse(""));
        if (!matcher.find() || matcher.group(1).toLowerCase(Locale.ROOT).startsWith("utf")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Charset.forName(matcher.group(1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
