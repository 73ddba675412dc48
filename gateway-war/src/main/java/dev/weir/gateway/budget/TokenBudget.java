package dev.weir.gateway.budget;

import dev.weir.Decision;
import dev.weir.LimitState;
import dev.weir.Reservation;
import dev.weir.Slot;
import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.error.ApiErrors;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.spi.ModuleHost;
import dev.weir.spi.TakenPermits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Admits requests: each holds a slot, a request and as many tokens as it can use at most, of all policies of its model,
 * or nothing. Waits for the cluster at most {@code ratelimit.store.timeout} with each question. Safe for use by many
 * threads.
 *
 * <pre>
 * Demand demand = new Demand(model, "llama", 20, OptionalLong.of(100), 4);
 * if (budget.admit(caller, demand) instanceof Admission.Granted granted) {
 *     granted.hold().held(); // 420
 *     granted.hold().settle(20, 250);
 * }
 * </pre>
 */
public final class TokenBudget implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(TokenBudget.class.getName());
    /** How long an exchange may take besides its total time. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final long SWEEP_SECONDS = 10;
    /** Others can take at the same time what was left, so there is less now. */
    private static final int MOST_ATTEMPTS = 4;

    private final ModuleHost host;
    private final PolicyKeys keys;
    private final Refusals refusals;
    private final OpenHolds holds = new OpenHolds();
    private final Future<?> sweep;

    /** Counts by the counters of {@code host}. */
    public TokenBudget(ModuleHost host, PolicyKeys keys) {
        this.host = host;
        this.keys = keys;
        this.refusals = new Refusals(host, new RecentLooks(host));
        this.sweep = host.background()
                .scheduleWithFixedDelay(this::endOverdue, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    /** Ends holds that were not ended in time. Does not throw, or the timer would not come again. */
    void endOverdue() {
        try {
            holds.endOverdue(host.nanoTime().getAsLong());
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "requests that are over are not ended", e);
        }
    }

    /** How many requests hold something at present. */
    public int open() {
        return holds.size();
    }

    /**
     * Takes what a request can use at most. A request that names no {@code maxTokens} gets as many as are left, up to
     * the default of the model. One that names more than the model allows is refused with status 400.
     */
    public Admission admit(Caller caller, Demand demand) {
        ModelSettings model = demand.model();
        List<Applied> applied = Applied.of(model, caller, keys);
        if (applied.stream().noneMatch(Applied::tokens)
                && !model.policies().tokens().isEmpty()) {
            // a budget that applies to no caller of this kind would be no budget, without a word
            return new Admission.Refused(new Refusal(
                    ApiErrors.noBudget(model.policies().tokens()),
                    refusals.fields(applied).toMap()));
        }
        if (demand.isAboveMaxOutput()) {
            return new Admission.Refused(refusals.aboveMaxOutput(demand, applied));
        }
        List<Slot> slots = new ArrayList<>(1);
        try {
            for (Applied each : applied) {
                if (host.enforcement(each.policy(), each.key()).concurrency().isPresent()) {
                    Slot slot = host.limiter().slot(each.policy(), each.key());
                    slots.add(slot);
                    if (!slot.allowed()) {
                        slots.forEach(Slot::close);
                        return new Admission.Refused(refusals.ofSlot(
                                demand, applied, each, slot.refusal().orElseThrow()));
                    }
                }
            }
            return take(demand, applied, slots);
        } catch (RuntimeException | Error e) {
            slots.forEach(Slot::close);
            throw e;
        }
    }

    /**
     * The refusal of a request whose {@code maxTokens} alone are above what the caller can ever have, whatever its
     * prompt is.
     *
     * @param demand with the smallest prompt
     */
    public Optional<Refusal> hopeless(Caller caller, Demand demand) {
        if (demand.maxTokens().isEmpty()) {
            return Optional.empty();
        }
        long tokens = demand.tokens(demand.cap());
        boolean isHopeless = demand.isAboveMaxOutput()
                || Applied.of(demand.model(), caller, keys).stream()
                        .anyMatch(
                                each -> each.tokens() && each.isEnforced(host) && refusals.isAboveLimit(each, tokens));
        if (!isHopeless) {
            return Optional.empty();
        }
        Admission admission = admit(caller, demand);
        if (admission instanceof Admission.Granted granted) {
            granted.hold().cancel(); // the limit has been raised this moment
            return Optional.empty();
        }
        return Optional.of(((Admission.Refused) admission).refusal());
    }

    private Admission take(Demand demand, List<Applied> applied, List<Slot> slots) {
        if (applied.isEmpty()) {
            return granted(demand, demand.cap(), applied, Optional.empty(), slots);
        }
        int cap = demand.maxTokens().isPresent() ? demand.cap() : demand.cap(left(refusals.peeked(applied)));
        for (int attempt = 1; ; attempt++) {
            TakenPermits taken = host.permits().take(parts(applied, demand.tokens(cap)), Duration.ZERO);
            if (taken.allowed()) {
                return granted(demand, cap, applied, Optional.of(taken), slots);
            }
            Map<Applied, Decision> decisions = decisions(applied, taken);
            Decision refusal = taken.refusal().orElseThrow();
            int smaller = refusal.blocked() ? cap : demand.cap(left(decisions));
            if (smaller >= cap || attempt == MOST_ATTEMPTS) {
                slots.forEach(Slot::close);
                return new Admission.Refused(refusals.ofPermits(demand, demand.tokens(cap), decisions, refusal));
            }
            cap = smaller;
        }
    }

    private static List<Reservation.Part> parts(List<Applied> applied, long tokens) {
        return applied.stream()
                .map(each -> new Reservation.Part(each.policy(), each.key(), each.tokens() ? tokens : 1))
                .toList();
    }

    private Admission granted(
            Demand demand, int cap, List<Applied> applied, Optional<TakenPermits> taken, List<Slot> slots) {
        BudgetFields fields = new BudgetFields();
        taken.ifPresent(
                permits -> decisions(applied, permits).forEach((each, decision) -> fields.add(each, decision, host)));
        long now = host.nanoTime().getAsLong();
        long until = now + demand.model().timeouts().total().plus(MARGIN).toNanos();
        OpenHold hold = new OpenHold(
                demand, cap, applied, taken, slots, fields.toMap(), now, until, holds::remove, new AtomicBoolean(true));
        holds.add(hold);
        return new Admission.Granted(hold);
    }

    /**
     * The six fields {@code x-ratelimit-*} of an answer to a caller who holds nothing, up to a second old; of the
     * budgets of several {@code models} those with the smallest share left. Takes nothing.
     */
    public Map<String, String> fields(Caller caller, Collection<ModelSettings> models) {
        List<Applied> applied = models.stream()
                .flatMap(model -> Applied.of(model, caller, keys).stream())
                .distinct()
                .toList();
        return refusals.fields(applied).toMap();
    }

    private static Map<Applied, Decision> decisions(List<Applied> applied, TakenPermits taken) {
        Map<Applied, Decision> decisions = new LinkedHashMap<>();
        for (int i = 0; i < applied.size(); i++) {
            decisions.put(applied.get(i), taken.decisions().get(i));
        }
        return decisions;
    }

    /** The tokens that are left of all policies that can refuse. */
    private long left(Map<Applied, Decision> decisions) {
        long left = Long.MAX_VALUE;
        for (Map.Entry<Applied, Decision> each : decisions.entrySet()) {
            if (each.getKey().tokens() && each.getKey().isEnforced(host)) {
                for (LimitState state : each.getValue().limits()) {
                    left = Math.min(left, state.remaining());
                }
            }
        }
        return left;
    }

    /** What a caller has used of the budgets of {@code models}. */
    public List<UsageRow> usage(Caller caller, List<ModelSettings> models) {
        return new Usage(host, holds).rows(caller, models, keys);
    }

    /** Ends all that is held, as it was charged. */
    @Override
    public void close() {
        sweep.cancel(false);
        holds.endAll();
    }
}
