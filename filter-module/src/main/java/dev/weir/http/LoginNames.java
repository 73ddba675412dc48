package dev.weir.http;

import dev.weir.config.rule.UserNameRule;
import dev.weir.engine.LoginName;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.login.SubmittedNames;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the usernames that a request tries. If it is not clear which name the application will read, because there are
 * several or the body can be read in several ways, they are {@link LoginName#UNCLEAR}: there is no way to write a name
 * that would have another counter. Safe for use by many threads.
 */
final class LoginNames {

    private static final String BASIC = "Basic ";

    private final KeyResolvers resolvers;
    private final OncePerMinuteLog problems;

    LoginNames(KeyResolvers resolvers, OncePerMinuteLog problems) {
        this.resolvers = resolvers;
        this.problems = problems;
    }

    /**
     * The names in {@code request}: the one where {@code rule} says it is, and that of Basic credentials. Both, if
     * there are both: the application can use either.
     */
    Set<LoginName> of(Optional<UserNameRule> rule, RequestView request) {
        Set<LoginName> names = new LinkedHashSet<>();
        if (request.loginName().isPresent()) {
            LoginName.of(request.loginName().get()).ifPresent(names::add);
            return names;
        }
        rule.map(each -> submitted(each, request)).ifPresent(found -> addOne(found, names));
        request.header("Authorization").map(LoginNames::basic).ifPresent(found -> addOne(found, names));
        return names;
    }

    private static void addOne(SubmittedNames found, Set<LoginName> names) {
        Set<LoginName> folded = new LinkedHashSet<>();
        found.values().forEach(value -> LoginName.of(value).ifPresent(folded::add));
        if (!found.clear() || folded.size() > 1) {
            names.add(LoginName.UNCLEAR);
        } else {
            names.addAll(folded);
        }
    }

    private SubmittedNames submitted(UserNameRule rule, RequestView request) {
        if (rule instanceof UserNameRule.ByBean byBean) {
            return resolved(byBean.name(), request);
        }
        Optional<SubmittedNames> found;
        try {
            found = request.submitted(rule);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            // an error would let the fallbacks decide, and a client may be able to cause one
            problems.warn("cannot look for a username, the login is counted with all whose username is not clear", e);
            return SubmittedNames.UNCLEAR;
        }
        if (found.isEmpty()) {
            problems.warn(
                    "cannot look for the username in a body that the application has read, it is counted by address"
                            + " alone",
                    new IllegalStateException("let a match name the requests to " + request.path()));
        }
        return found.orElse(SubmittedNames.NONE);
    }

    private SubmittedNames resolved(String bean, RequestView request) {
        try {
            return new SubmittedNames(
                    List.of(resolvers.named(bean).resolve(request).value()), true);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            problems.warn("a KeyResolver failed, the login is counted with all whose username is not clear", e);
            return SubmittedNames.UNCLEAR;
        }
    }

    /** The name before the first colon of Basic credentials, RFC 7617; none in credentials of another kind. */
    private static SubmittedNames basic(String credentials) {
        if (!credentials.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return SubmittedNames.NONE;
        }
        byte[] decoded;
        try {
            // not strictly: what some servers ignore must not hide the name
            decoded = Base64.getMimeDecoder().decode(credentials.substring(BASIC.length()));
        } catch (IllegalArgumentException e) {
            return SubmittedNames.UNCLEAR;
        }
        String text = new String(decoded, StandardCharsets.UTF_8);
        int colon = text.indexOf(':');
        return new SubmittedNames(List.of(colon < 0 ? text : text.substring(0, colon)), true);
    }
}
