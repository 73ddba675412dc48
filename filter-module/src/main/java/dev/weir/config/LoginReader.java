package dev.weir.config;

import dev.weir.Scope;
import dev.weir.config.Property.OfPolicy;
import dev.weir.config.rule.CountRule;
import dev.weir.config.rule.KeyRule;
import dev.weir.config.rule.LoginRule;
import dev.weir.config.rule.UserNameRule;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads how a policy counts logins by username.
 *
 * @param find the value of a property of the policy, and its origin
 */
record LoginReader(Problems problems, Function<OfPolicy, Optional<PolicyReader.Found>> find) {

    /** All that is about logins alone. */
    private static final List<OfPolicy> OF_LOGINS = List.of(OfPolicy.USERNAME, OfPolicy.SUCCESS);

    private static final String BY_EVENT = "event";

    /**
     * The rule of a policy; empty if it counts no logins. Problems are recorded.
     *
     * @param count which responses count, as configured
     * @param applied whether any request is subject to the policy
     */
    Optional<LoginRule> read(KeyRule key, CountRule count, boolean applied) {
        if (!key.equals(new KeyRule.ByScope(Scope.LOGIN))) {
            for (OfPolicy property : OF_LOGINS) {
                find.apply(property)
                        .ifPresent(found -> problems.add(found.origin(), "needs scope=login", found.text()));
            }
            return Optional.empty();
        }
        boolean configured = find.apply(OfPolicy.COUNT).isPresent();
        LoginRule rule = new LoginRule(
                value(OfPolicy.USERNAME, UserNameRule::read),
                configured ? Optional.of(count) : Optional.empty(),
                value(OfPolicy.SUCCESS, LoginReader::success)
                        .orElseGet(() -> success(OfPolicy.SUCCESS.defaultValue())));
        return applied ? Optional.of(rule) : Optional.empty();
    }

    private static Optional<CountRule> success(String text) {
        try {
            return text.equals(BY_EVENT) ? Optional.empty() : Optional.of(CountRule.of(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ", or event", e);
        }
    }

    private <T> Optional<T> value(OfPolicy property, Function<String, T> reader) {
        return find.apply(property).flatMap(found -> problems.read(found.origin(), found.text(), reader));
    }
}
