package dev.weir.login;

import java.util.ArrayList;
import java.util.List;

/**
 * The usernames that a request submits in one place of it. Immutable.
 *
 * @param values as the client wrote them, in the order of the request
 * @param clear false if the application can read another name there than Weir does
 */
public record SubmittedNames(List<String> values, boolean clear) {

    /** There is none. */
    public static final SubmittedNames NONE = new SubmittedNames(List.of(), true);

    /** The place cannot be read as the application will read it. */
    public static final SubmittedNames UNCLEAR = new SubmittedNames(List.of(), false);

    public SubmittedNames {
        values = List.copyOf(values);
    }

    /** These and {@code others}. */
    public SubmittedNames and(SubmittedNames others) {
        List<String> all = new ArrayList<>(values);
        all.addAll(others.values);
        return new SubmittedNames(all, clear && others.clear);
    }

    /** Names the number only: usernames are personal data. */
    @Override
    public String toString() {
        return "SubmittedNames[" + values.size() + ", clear=" + clear + "]";
    }
}
