package dev.weir.gateway.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of a request. Immutable.
 *
 * @param time when it came
 * @param who the name of the principal; empty if it is not known
 * @param model its identifier; empty if the request names none that there is
 * @param held tokens that were held
 * @param prompt tokens of the prompt, as the model counted them
 * @param completion tokens that the model made
 * @param charged tokens that the caller was charged
 * @param outcome in lower case
 * @param status of HTTP
 * @param firstByteMillis from the request to the first part of the answer; empty if there was none
 * @param totalMillis from the request to the end of the answer
 * @param content what was asked and answered, where that is kept
 */
public record AuditEntry(
        Instant time,
        String requestId,
        Optional<String> who,
        Optional<String> tenant,
        Optional<String> model,
        long held,
        long prompt,
        long completion,
        long charged,
        String outcome,
        int status,
        OptionalLong firstByteMillis,
        long totalMillis,
        Optional<Content> content) {

    /** What was asked and answered: the bodies of the request and of the answer. */
    public record Content(String prompt, String answer) {}
}
