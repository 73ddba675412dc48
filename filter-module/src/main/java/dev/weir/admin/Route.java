package dev.weir.admin;

import java.util.List;

/**
 * A method and a path below the admin path, and what answers it. Immutable.
 *
 * @param method {@code GET}, {@code PUT}, {@code POST} or {@code DELETE}
 * @param path the path below the admin path: {@code policies}, {@code overrides/{id}}; empty for the admin path itself
 * @param access who may ask
 * @param handler answers
 */
public record Route(String method, String path, Access access, Handler handler) {

    /** Who may ask. */
    public enum Access {
        /** Both roles. */
        READ,
        /** The role of those who change, by a request that no other site can have caused. */
        PRIVILEGED,
        /** The same, and it changes something. */
        CHANGE
    }

    /** Answers a request; it is called by many threads at once. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Returns the answer.
         *
         * @throws RejectedCall if the request breaks a rule, or the cluster does not answer; the message is told to the
         *     caller, and that of no other exception
         */
        Answer answer(Call call);
    }

    /** A route by which both roles read. */
    public static Route read(String path, Handler handler) {
        return new Route("GET", path, Access.READ, handler);
    }

    /** A route that shows what viewers may not see. */
    public static Route privileged(String path, Handler handler) {
        return new Route("GET", path, Access.PRIVILEGED, handler);
    }

    /** A route that changes something. */
    public static Route change(String method, String path, Handler handler) {
        return new Route(method, path, Access.CHANGE, handler);
    }

    /** The segments of the path. */
    List<String> segments() {
        return path.isEmpty() ? List.of() : List.of(path.split("/", -1));
    }
}
