package dev.weir.admin;

import dev.weir.config.Administration;
import dev.weir.match.ClientAddress;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * What an admin servlet serves. Immutable.
 *
 * @param administration where it is, and for whom
 * @param clientAddress determines the addresses of callers
 * @param principal returns the same text for all spellings of one principal's name
 * @param nanoTime a time that never decreases
 * @param refusals is told of callers that are refused
 * @param resources what can be read and changed
 */
public record Administered(
        Administration administration,
        ClientAddress clientAddress,
        UnaryOperator<String> principal,
        LongSupplier nanoTime,
        AuditLog.Refusals refusals,
        List<AdminResource> resources) {

    public Administered {
        resources = List.copyOf(resources);
    }
}
