package dev.weir.it.limits;

import dev.weir.IncomingRequest;
import dev.weir.TenantResolver;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Optional;

/** Finds the customer in a header; fails where that says so. */
@Named("customers")
@ApplicationScoped
public class CustomerResolver implements TenantResolver {

    @Override
    public Optional<String> tenant(IncomingRequest request) {
        Optional<String> customer = request.header("Customer");
        return switch (customer.orElse("")) {
            case "exception" -> throw new IllegalStateException("no customer");
            case "error" -> throw new AssertionError("no customer");
            case "null" -> null;
            default -> customer;
        };
    }
}
