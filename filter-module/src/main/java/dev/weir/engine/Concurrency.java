package dev.weir.engine;

import dev.weir.Source;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.Slots;
import dev.weir.store.WaitBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the slots of charges whose policies have a concurrency: all of them, or none if one is refused. Safe for use by
 * many threads.
 */
public final class Concurrency {

    private static final System.Logger LOG = System.getLogger(Concurrency.class.getName());

    private final Slots slots;

    public Concurrency(Slots slots) {
        this.slots = slots;
    }

    /**
     * What became of an attempt to take slots.
     *
     * @param held the slots that were taken, which have to be freed; none if one was refused
     * @param refusals why none was taken; empty if all were, except those of policies that do not enforce
     */
    public record Taken(Map<CounterId, Slots.Slot> held, List<OtherRefusal> refusals) {

        /** Nothing was asked for. */
        public static final Taken NOTHING = new Taken(Map.of(), List.of());

        /** Frees all of it. */
        public void free() {
            for (Slots.Slot slot : held.values()) {
                var unused = slot.free();
            }
        }
    }

    /** Whether the policy of {@code charge} says how many may be in progress. */
    public static boolean limits(Charge charge) {
        return charge.policy().concurrency().isPresent();
    }

    /**
     * The refusals that are certain by what this instance knows: they cost the cluster nothing. Policies that do not
     * enforce refuse none.
     *
     * @param charges all of policies with a concurrency
     */
    public List<OtherRefusal> refusalsFromMemory(List<Charge> charges) {
        List<OtherRefusal> refusals = new ArrayList<>(0);
        for (Charge charge : charges) {
            if (charge.enforced() && slots.isFull(charge.counter(), most(charge))) {
                refusals.add(refusal(charge, Source.DENIAL_CACHE, false));
            }
        }
        return refusals;
    }

    /**
     * Takes a slot of each of {@code charges}, up to the first that is refused: then all are free again. A policy that
     * does not enforce refuses none, and a request that it would refuse has no slot of it.
     *
     * @param charges all of policies with a concurrency
     */
    public Taken take(List<Charge> charges, WaitBudget budget) {
        Taken taken = new Taken(new LinkedHashMap<>(), new ArrayList<>(0));
        try {
            for (Charge charge : charges) {
                Slots.Result result = slots.take(charge.counter(), most(charge), budget);
                if (result instanceof Slots.Taken one) {
                    taken.held.put(charge.counter(), one.slot());
                } else {
                    refuse(taken, charge, result);
                }
                if (!taken.refusals.isEmpty()) {
                    break;
                }
            }
        } catch (RuntimeException | Error e) {
            taken.free();
            throw e;
        }
        if (taken.refusals.isEmpty()) {
            return taken;
        }
        taken.free();
        return new Taken(Map.of(), taken.refusals);
    }

    private static void refuse(Taken taken, Charge charge, Slots.Result result) {
        Optional<Slots.Full> full = result instanceof Slots.Full one ? Optional.of(one) : Optional.empty();
        OtherRefusal refusal = refusal(charge, full.map(Slots.Full::source).orElse(Source.LOCAL), full.isEmpty());
        LOG.log(
                System.Logger.Level.DEBUG,
                () -> "policy " + refusal.policy()
                        + (charge.enforced() ? " refused, decided by " : " would refuse, decided by ")
                        + refusal.source());
        if (charge.enforced()) {
            taken.refusals.add(refusal);
        }
    }

    private static OtherRefusal refusal(Charge charge, Source source, boolean unavailable) {
        return new OtherRefusal(
                charge.policy().name(), Policy.CONCURRENCY, unavailable, source, OtherRefusal.LOOK_AGAIN);
    }

    private static int most(Charge charge) {
        return charge.policy().concurrency().orElseThrow();
    }

    /** How many slots of the counter of {@code charge} the requests of this instance hold. */
    public int held(Charge charge) {
        return slots.held(charge.counter());
    }
}
