package dev.weir.admin.resource;

import dev.weir.Key;
import dev.weir.LimitControl;
import dev.weir.LimitOverride;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A control that knows what there is, and whose changes the cluster does not answer. */
record SilentControl(LimitControl known) implements LimitControl {

    private static IllegalStateException silent() {
        return new IllegalStateException("the cluster does not answer");
    }

    @Override
    public LimitControl as(String who) {
        return this;
    }

    @Override
    public void limit(String policy, Key key, String limit, @Nullable Duration duration, String reason) {
        throw silent();
    }

    @Override
    public void limit(String policy, String limit, @Nullable Duration duration, String reason) {
        throw silent();
    }

    @Override
    public void tier(String policy, Key key, String tier, @Nullable Duration duration, String reason) {
        throw silent();
    }

    @Override
    public void block(String policy, Key key, @Nullable Duration duration, String reason) {
        throw silent();
    }

    @Override
    public void unblock(String policy, Key key) {
        throw silent();
    }

    @Override
    public void reset(String policy, Key key) {
        throw silent();
    }

    @Override
    public List<LimitOverride> overrides() {
        return known.overrides();
    }

    @Override
    public boolean remove(LimitOverride override) {
        throw silent();
    }
}
