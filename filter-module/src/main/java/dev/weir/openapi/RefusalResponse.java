package dev.weir.openapi;

import dev.weir.config.PolicySettings;
import dev.weir.config.rule.Disclosure;
import dev.weir.config.rule.HeaderDialect;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * The description of an operation's refusals, with the details that its policies disclose.
 *
 * @param policies the policies that can refuse
 * @param headers the header fields by which responses report what is left
 */
record RefusalResponse(Collection<PolicySettings> policies, Set<HeaderDialect> headers) {

    private static final String PROBLEM = "application/problem+json";

    /** Returns a new response object: operations must not share one. */
    APIResponse write() {
        boolean disclosed = policies.stream().anyMatch(each -> each.disclosure() == Disclosure.FULL);
        APIResponse response = OASFactory.createAPIResponse()
                .description("Too many requests: a rate limit is used up, and the request was not processed.")
                .addHeader(
                        "Retry-After", header("Seconds after which a request is admitted.", Schema.SchemaType.INTEGER));
        if (disclosed) {
            Stream.of(HeaderDialect.values())
                    .filter(headers::contains)
                    .flatMap(each -> each.fields().stream())
                    .distinct()
                    .forEach(name -> response.addHeader(name, rateLimitField(name)));
        }
        return response.content(OASFactory.createContent()
                .addMediaType(PROBLEM, OASFactory.createMediaType().schema(problem(disclosed))));
    }

    /** The header of a field. The fields of drafts 07 and 11 are Structured Fields, the others are numbers. */
    private static Header rateLimitField(String name) {
        return switch (name) {
            case "RateLimit" -> header("What is left of each limit, and when there is more.", Schema.SchemaType.STRING);
            case "RateLimit-Policy" -> header("The limits and their windows.", Schema.SchemaType.STRING);
            default -> header(number(name), Schema.SchemaType.INTEGER);
        };
    }

    private static String number(String name) {
        if (name.endsWith("-Limit")) {
            return "Permits of the limit that is closest to being used up.";
        }
        if (name.endsWith("-Remaining")) {
            return "Permits that are left of it.";
        }
        return name.startsWith("X-")
                ? "When there is more, in seconds since 1970-01-01T00:00:00Z."
                : "Seconds after which there is more.";
    }

    private static Header header(String description, Schema.SchemaType type) {
        return OASFactory.createHeader().description(description).schema(SchemaOfType.of(type));
    }

    /** The schema of the members that {@code http.Reply} writes. */
    private static Schema problem(boolean disclosed) {
        Schema problem = SchemaOfType.of(Schema.SchemaType.OBJECT)
                .description("A problem of RFC 9457.")
                .addProperty("type", text("What kind of problem it is.").format("uri"))
                .addProperty("title", text("The same for people."))
                .addProperty("status", SchemaOfType.of(Schema.SchemaType.INTEGER))
                .addProperty("detail", text("When to try again."));
        if (disclosed) {
            problem.addProperty(
                    "violated-policies",
                    SchemaOfType.of(Schema.SchemaType.ARRAY)
                            .description("Names of the policies that refused.")
                            .items(SchemaOfType.of(Schema.SchemaType.STRING)));
        }
        return problem;
    }

    private static Schema text(String description) {
        return SchemaOfType.of(Schema.SchemaType.STRING).description(description);
    }
}
