package dev.weir;

/**
 * The event that tells Weir that a login has succeeded, where the status of the response does not, or not alone. The
 * application fires it during the request of the login: the attempt is then not counted for the username, unless the
 * policy has a {@code count} of its own, and the client's address is known as one of the user's for 90 days. Immutable.
 *
 * <pre>
 * &#64;Inject Event&lt;LoginSucceeded&gt; succeeded;
 *
 * succeeded.fire(new LoginSucceeded("alice"));
 * </pre>
 *
 * @param username the name as the user typed it; it is used where the request itself says none
 */
public record LoginSucceeded(String username) {

    /** Does not name the user: usernames are personal data. */
    @Override
    public String toString() {
        return "LoginSucceeded";
    }
}
