package dev.weir.example;

import dev.weir.Key;
import dev.weir.TierResolver;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/**
 * Which tier each customer is on: Weir finds the bean by its type. Every request asks it, so a real one answers from
 * memory too, and reads its database in the background. Immutable.
 */
@ApplicationScoped
public class Plans implements TierResolver {

    private static final Map<String, String> TIER_OF_CUSTOMER = Map.of(
            "kiosk.example", "free",
            "bakery.example", "basic",
            "market.example", "premium",
            "harbour.example", "enterprise");

    /** Returns the tier of a customer; empty for keys of other scopes, and for customers on the default tier. */
    @Override
    public Optional<String> tier(Key key) {
        return key.kind() == Key.Kind.TENANT
                ? Optional.ofNullable(TIER_OF_CUSTOMER.get(key.value()))
                : Optional.empty();
    }
}
