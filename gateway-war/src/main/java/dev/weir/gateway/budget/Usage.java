package dev.weir.gateway.budget;

import dev.weir.Decision;
import dev.weir.LimitState;
import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.spi.Enforcement;
import dev.weir.spi.ModuleHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells callers what they have used. Takes nothing. */
record Usage(ModuleHost host, OpenHolds holds) {

    /** A row for each limit of each of {@code models}, and one for the slots of a policy that has them. */
    List<UsageRow> rows(Caller caller, List<ModelSettings> models, PolicyKeys keys) {
        Map<Applied, Decision> decisions = new HashMap<>();
        List<UsageRow> rows = new ArrayList<>();
        for (ModelSettings model : models) {
            for (Applied applied : Applied.of(model, caller, keys)) {
                Enforcement enforcement = host.enforcement(applied.policy(), applied.key());
                if (enforcement.enforced()) {
                    Decision decision = decisions.computeIfAbsent(
                            applied, each -> host.limiter().peek(each.policy(), each.key()));
                    for (LimitState state : decision.limits()) {
                        rows.add(row(model, applied, state));
                    }
                    enforcement.concurrency().ifPresent(most -> rows.add(slots(model, most, enforcement.held())));
                }
            }
        }
        return rows;
    }

    private UsageRow row(ModelSettings model, Applied applied, LimitState state) {
        Left left = Left.of(state);
        long inUse = Math.max(0, left.limit() - left.remaining());
        long open = holds.held(applied, state.limit().window(), host.nanoTime().getAsLong());
        long held = Math.min(inUse, open);
        return new UsageRow(
                model.id(),
                applied.tokens() ? "tokens" : "requests",
                left.limit(),
                Window.of(state.limit()),
                inUse - held,
                held,
                left.limit() - inUse,
                left.reset());
    }

    private static UsageRow slots(ModelSettings model, int most, int held) {
        int inUse = Math.min(most, held);
        return new UsageRow(
                model.id(),
                "requests",
                most,
                "concurrency",
                0,
                inUse,
                most - inUse,
                inUse == 0 ? Duration.ZERO : Duration.ofSeconds(1));
    }
}
