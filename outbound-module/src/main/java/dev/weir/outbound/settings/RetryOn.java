package dev.weir.outbound.settings;

import dev.weir.outbound.remote.AnswerRule;
import dev.weir.spi.ValueReader;
import java.util.ArrayList;
import java.util.List;

/**
 * After what a call is repeated. Immutable.
 *
 * @param limited after a refusal because of the other side's limit
 * @param io after an input or output error
 * @param statuses after an answer with one of these statuses
 */
public record RetryOn(boolean limited, boolean io, List<AnswerRule.Status> statuses) {

    /** Copies the list. */
    public RetryOn {
        statuses = List.copyOf(statuses);
    }

    /**
     * Reads {@code limited}, {@code io} and {@code status:<number>}, separated by commas, or {@code none}.
     *
     * @throws IllegalArgumentException if there is something else; the message is the rule
     */
    public static RetryOn read(String text) {
        List<String> elements = ValueReader.list(text);
        List<AnswerRule.Status> statuses = new ArrayList<>();
        for (String element : elements) {
            if (element.startsWith("status:") && AnswerRule.read(element) instanceof AnswerRule.Status status) {
                statuses.add(status);
            } else if (!element.equals("limited") && !element.equals("io")) {
                throw rule();
            }
        }
        if (elements.isEmpty() && !text.equals("none")) {
            throw rule();
        }
        return new RetryOn(elements.contains("limited"), elements.contains("io"), statuses);
    }

    private static IllegalArgumentException rule() {
        return new IllegalArgumentException("must be limited, io and status:<number>, separated by commas, or none");
    }

    /** Whether an answer with this status is a reason to repeat the call. */
    public boolean containsStatus(int status) {
        return statuses.contains(new AnswerRule.Status(status));
    }
}
