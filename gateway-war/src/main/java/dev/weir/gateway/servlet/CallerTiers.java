package dev.weir.gateway.servlet;

import dev.weir.Key;
import dev.weir.TierResolver;
import dev.weir.gateway.auth.Tiers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tiers of callers and tenants, as their keys and tokens say. */
@ApplicationScoped
public class CallerTiers implements TierResolver {

    private volatile @Nullable Tiers tiers;

    @Override
    public Optional<String> tier(Key key) {
        Tiers known = tiers;
        if (known == null) {
            try {
                known = RunningGateway.get().tiers();
                tiers = known;
            } catch (IllegalStateException e) {
                // asked before the start is over, or by a thread of no application
                return Optional.empty();
            }
        }
        return known.of(key);
    }
}
