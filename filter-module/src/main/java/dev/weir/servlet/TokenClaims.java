package dev.weir.servlet;

import java.lang.reflect.Method;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Claims of MicroProfile JWT. Its API is on a server or not, and perhaps only for applications that use it: nothing
 * here refers to its types except by their names. Stateless.
 */
public final class TokenClaims {

    private static final String TOKEN = "org.eclipse.microprofile.jwt.JsonWebToken";
    private static final String JSON_TEXT = "jakarta.json.JsonString";
    private static final String JSON_NUMBER = "jakarta.json.JsonNumber";

    private TokenClaims() {}

    /** The text or number of the claim; empty if the caller has no token, or the claim is of another kind. */
    public static Optional<String> of(@Nullable Principal caller, String claim) {
        if (caller == null) {
            return Optional.empty();
        }
        return type(caller.getClass(), TOKEN)
                .map(token -> call(token, "getClaim", caller, claim))
                .flatMap(TokenClaims::text);
    }

    private static Optional<String> text(Object value) {
        if (value instanceof String || value instanceof Long || value instanceof Integer) {
            return Optional.of(value.toString());
        }
        if (type(value.getClass(), JSON_NUMBER).isPresent()) {
            return Optional.of(value.toString());
        }
        return type(value.getClass(), JSON_TEXT)
                .map(text -> call(text, "getString", value))
                .map(Object::toString);
    }

    /** The interface of that name which {@code type} implements. */
    private static Optional<Class<?>> type(Class<?> type, String name) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Class<?> implemented : each.getInterfaces()) {
                Optional<Class<?>> found =
                        implemented.getName().equals(name) ? Optional.of(implemented) : type(implemented, name);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable Object call(Class<?> type, String name, Object target, Object... arguments) {
        Class<?>[] parameters = new Class<?>[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            parameters[i] = arguments[i].getClass();
        }
        try {
            Method method = type.getMethod(name, parameters);
            return method.invoke(target, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "cannot read a claim of " + target.getClass().getName(), e);
        }
    }
}
