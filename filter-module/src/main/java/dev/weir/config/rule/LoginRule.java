package dev.weir.config.rule;

import java.util.Optional;

/**
 * How a policy counts logins by username. Immutable.
 *
 * @param username where the username is, beside Basic credentials
 * @param count which responses count for a username; empty: those after which no user is logged in
 * @param success the statuses after which somebody is logged in; empty if only the application's event says so
 */
public record LoginRule(Optional<UserNameRule> username, Optional<CountRule> count, Optional<CountRule> success) {

    /**
     * Whether somebody is logged in.
     *
     * @param told whether the application has said so
     */
    public boolean succeeds(int status, boolean told) {
        return told || success.map(rule -> rule.counts(status)).orElse(false);
    }

    /** Whether a response counts for the username. */
    public boolean counts(int status, boolean told) {
        return count.map(rule -> rule.counts(status)).orElseGet(() -> !succeeds(status, told));
    }

    /** Whether the body of a request has to be looked at. */
    public boolean needsBody() {
        return username.map(UserNameRule::needsBody).orElse(false);
    }
}
