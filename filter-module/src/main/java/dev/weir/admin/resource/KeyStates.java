package dev.weir.admin.resource;

import dev.weir.core.Quota;
import dev.weir.engine.PolicyDecision;
import dev.weir.runtime.Operations;
import java.time.Instant;
import java.util.Optional;

/** How keys stand, each by one look that takes nothing. Safe for use by many threads. */
final class KeyStates {

    private final Operations operations;

    KeyStates(Operations operations) {
        this.operations = operations;
    }

    PolicyDecision look(Subject subject) {
        return operations.look(subject.policy(), subject.key());
    }

    /** When the block of a key ends, if it has one. */
    Optional<Instant> blockedUntil(PolicyDecision decision) {
        return decision.blockedFor().map(left -> operations.clock().instant().plus(left));
    }

    /** For the audit log: {@code 0 of 10/1h left, blocked for 900 s}. */
    String inOneLine(Subject subject) {
        PolicyDecision decision = look(subject);
        StringBuilder line = new StringBuilder();
        for (Quota quota : decision.quotas()) {
            line.append(line.length() == 0 ? "" : ", ")
                    .append(quota.remaining())
                    .append(" of ")
                    .append(quota.limit())
                    .append(" left");
        }
        decision.blockedFor()
                .ifPresent(left -> line.append(line.length() == 0 ? "" : ", ")
                        .append("blocked for ")
                        .append(left.toSeconds())
                        .append(" s"));
        return line.toString();
    }
}
