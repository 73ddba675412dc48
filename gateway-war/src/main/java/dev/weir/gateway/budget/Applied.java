package dev.weir.gateway.budget;

import dev.weir.Key;
import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.spi.ModuleHost;
import java.util.ArrayList;
import java.util.List;

/**
 * A policy of a model that applies to a caller. Immutable.
 *
 * @param tokens whether its permits are tokens; otherwise they are requests
 */
record Applied(String policy, Key key, boolean tokens) {

    /** Those of {@code model} that apply to {@code caller}, the ones for tokens first. */
    static List<Applied> of(ModelSettings model, Caller caller, PolicyKeys keys) {
        List<Applied> all = new ArrayList<>(2);
        for (String policy : model.policies().tokens()) {
            keys.key(policy, caller).ifPresent(key -> all.add(new Applied(policy, key, true)));
        }
        for (String policy : model.policies().requests()) {
            keys.key(policy, caller).ifPresent(key -> all.add(new Applied(policy, key, false)));
        }
        return all;
    }

    /** Whether it can refuse anything at present; what cannot is not shown either. */
    boolean isEnforced(ModuleHost host) {
        return host.enforcement(policy, key).enforced();
    }
}
