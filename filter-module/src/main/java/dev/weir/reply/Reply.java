package dev.weir.reply;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A complete response that Weir gives in place of the application. Immutable.
 *
 * @param fields header fields without the content type, by name
 * @param body the representation; a response to {@code HEAD} has its type and leaves it out
 */
public record Reply(int status, Map<String, String> fields, String contentType, String body) {

    public Reply {
        fields = Map.copyOf(fields);
    }

    /** Returns the response to a refused request; {@code rateLimitFields} report the client's remaining permits. */
    public static Reply of(Refusal refusal, BodyFormat format, Map<String, String> rateLimitFields) {
        Map<String, String> fields = new LinkedHashMap<>(rateLimitFields);
        fields.put("Cache-Control", "no-store");
        refusal.retryAfterSeconds().ifPresent(seconds -> fields.put("Retry-After", String.valueOf(seconds)));
        Problem problem = refusal.problem();
        String detail = detail(refusal.retryAfterSeconds());
        String body = switch (format) {
            case PROBLEM -> problem(refusal, detail);
            case PAGE -> html(problem.title(), detail);
            case PARTIAL_RESPONSE -> partialResponse(problem.title(), detail);
        };
        return new Reply(problem.status(), fields, format.contentType(), body);
    }

    private static String problem(Refusal refusal, String detail) {
        Problem problem = refusal.problem();
        String violated = refusal.violatedPolicies().stream()
                .map(policy -> '"' + policy + '"')
                .collect(Collectors.joining(","));
        String members = violated.isEmpty() ? "" : ",\"violated-policies\":[" + violated + "]";
        return json(problem.type(), problem.title(), problem.status(), detail, members);
    }

    /** Whether the field called {@code name} has to be removed from a response that this reply replaces. */
    public boolean replaces(String name) {
        return RepresentationFields.include(name) || fields.keySet().stream().anyMatch(name::equalsIgnoreCase);
    }

    /** The response to a client whose address is denied. */
    public static Reply denied() {
        String json = json("about:blank", "Forbidden", 403, "This address is denied.", "");
        return new Reply(403, Map.of("Cache-Control", "no-store"), BodyFormat.PROBLEM.contentType(), json);
    }

    private static String detail(OptionalLong seconds) {
        if (seconds.isEmpty()) {
            return "This request is larger than its quota and can never be admitted.";
        }
        long wait = seconds.getAsLong();
        return "Retry after " + wait + (wait == 1 ? " second." : " seconds.");
    }

    /**
     * The body in the format of RFC 9457. Nothing in it needs escaping: the texts are Weir's own, and policy names have
     * no special characters.
     */
    private static String json(String type, String title, int status, String detail, String members) {
        return "{\"type\":\"" + type + "\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\"" + detail
                + '"' + members + '}';
    }

    private static String html(String title, String detail) {
        return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title + "</title>"
                + "<meta name=\"viewport\" content=\"width=device-width\">"
                + "<style>body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;"
                + "color-scheme:light dark}</style></head><body><h1>" + title + "</h1><p>" + detail
                + "</p></body></html>";
    }

    /**
     * The body for the script of Jakarta Faces, which passes it to the application's error listeners; the status is 429
     * as well.
     */
    private static String partialResponse(String title, String detail) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><error><error-name>" + title
                + "</error-name><error-message>" + detail + "</error-message></error></partial-response>";
    }
}
