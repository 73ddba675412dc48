package dev.weir.servlet;

import dev.weir.config.rule.UserNameRule;
import dev.weir.login.FormBody;
import dev.weir.login.JsonNames;
import dev.weir.login.SubmittedNames;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds the username of a login in a servlet request, as a rule says. Stateless. */
final class SubmittedUserName {

    private SubmittedUserName() {}

    /** The names; empty if they can be in a body that Weir cannot look at any more. */
    static Optional<SubmittedNames> of(UserNameRule rule, HttpServletRequest request) {
        if (rule instanceof UserNameRule.ByHeader byHeader) {
            return Optional.of(new SubmittedNames(Collections.list(request.getHeaders(byHeader.name())), true));
        }
        if (rule instanceof UserNameRule.ByParameter byParameter) {
            SubmittedNames inQuery = inQuery(byParameter.name(), request);
            return inForm(byParameter.name(), request).map(inQuery::and);
        }
        if (rule instanceof UserNameRule.ByPointer byPointer) {
            return inBody(
                    request,
                    looked -> looked.isMultipart()
                            ? Optional.of(SubmittedNames.UNCLEAR)
                            : looked(looked, body -> JsonNames.in(body, charset(request), byPointer.path())));
        }
        return Optional.of(SubmittedNames.NONE);
    }

    /** Not by the parameters of the container, which would read the body for them. */
    private static SubmittedNames inQuery(String name, HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null ? SubmittedNames.NONE : FormBody.parse(query).names(name, Optional.empty());
    }

    private static Optional<SubmittedNames> inForm(String name, HttpServletRequest request) {
        return inBody(request, looked -> {
            if (looked.isMultipart()) {
                return Optional.of(inParts(name, looked));
            }
            if (!looked.isForm()) {
                return Optional.of(SubmittedNames.NONE);
            }
            return looked.isReadAsParameters()
                    ? Optional.of(ofContainer(name, looked))
                    : looked(looked, body -> FormBody.parse(body).names(name, charset(request)));
        });
    }

    /**
     * The container reads parts for servlets that are configured for them. For others it has the values of the query
     * and no more, while the application can read the parts by itself.
     */
    private static SubmittedNames inParts(String name, LookedAtRequest looked) {
        String[] values = looked.getRequest().getParameterValues(name);
        int inQuery = inQuery(name, looked).values().size();
        return values != null && values.length > inQuery
                ? new SubmittedNames(List.of(values), true)
                : SubmittedNames.UNCLEAR;
    }

    private static SubmittedNames ofContainer(String name, LookedAtRequest looked) {
        String[] values = looked.getRequest().getParameterValues(name);
        return values == null ? SubmittedNames.NONE : new SubmittedNames(List.of(values), true);
    }

    private static Optional<SubmittedNames> inBody(
            HttpServletRequest request, Function<LookedAtRequest, Optional<SubmittedNames>> names) {
        Optional<LookedAtRequest> looked = LookedAtRequest.in(request);
        if (looked.isPresent()) {
            return names.apply(looked.get());
        }
        return LookedAtRequest.isWithoutBody(request) ? Optional.of(SubmittedNames.NONE) : Optional.empty();
    }

    /** A body that is too large to be looked at, or encoded, is not read: it can have any name. */
    private static Optional<SubmittedNames> looked(LookedAtRequest request, Function<byte[], SubmittedNames> names) {
        if (request.getContentLengthLong() > LookedAtRequest.MOST || isEncoded(request)) {
            return Optional.of(SubmittedNames.UNCLEAR);
        }
        try {
            return request.look().map(body -> body.isWhole() ? names.apply(body.beginning()) : SubmittedNames.UNCLEAR);
        } catch (IOException e) {
            // the application meets the same
            return Optional.of(SubmittedNames.UNCLEAR);
        }
    }

    private static boolean isEncoded(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        return encoding != null && !encoding.strip().equalsIgnoreCase("identity");
    }

    private static Optional<String> charset(HttpServletRequest request) {
        return Optional.ofNullable(request.getCharacterEncoding());
    }
}
