package dev.weir.store.simulation;

import dev.weir.Key;
import dev.weir.Reservation;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.StoreResult;
import dev.weir.store.simulation.AdmissionLog.Admission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Reservations in a {@link Simulation}: made at any instance, of one policy or all, and ended in each way, once, twice,
 * too late or never. What stays in use of each is written into the logs of the run, by which all else is judged.
 */
final class Holds {

    private static final int MOST_PERMITS = 6;

    private final Simulation run;
    private final Random random;
    private final List<Hold> open = new ArrayList<>();
    private Optional<String> wrong = Optional.empty();

    Holds(Simulation run) {
        this.run = run;
        this.random = run.random;
    }

    /**
     * A reservation that was admitted.
     *
     * @param endMillis when it ends by itself, by the clock of its instance
     * @param turnMillis when its thread ends it, in the time of the run
     */
    private record Hold(
            SimulatedNode node,
            Reservation reservation,
            Map<CounterId, Admission> charged,
            List<Policy> policies,
            long endMillis,
            long turnMillis) {

        boolean isInTime() {
            return node.clock().millis() < endMillis;
        }

        long reserved(Policy policy) {
            return charged.entrySet().stream()
                    .filter(each -> each.getKey().policy().equals(policy))
                    .mapToLong(each -> each.getValue().permits())
                    .sum();
        }
    }

    /** Something that a reservation did and must not. */
    Optional<String> wrong() {
        return wrong;
    }

    /** A request that reserves; lets time pass until it is decided. */
    void reserve(SimulatedNode node, String key) {
        long begun = run.time.millis();
        int side = run.troubles.side(node);
        List<Policy> all = run.scenario.policies();
        List<Policy> policies = random.nextInt(3) == 0 ? all.subList(0, 1) : all;
        List<Reservation.Part> parts = policies.stream()
                .map(policy -> new Reservation.Part(policy.name(), Key.of(key), permits(policy)))
                .toList();
        Duration longest = Duration.ofMillis(1 + random.nextLong(random.nextBoolean() ? 500 : 60_000));
        SimulatedNode.Reserved reserved = node.reserve(parts, longest);
        Reservation reservation = reserved.reservation();
        run.cluster.note(
                key,
                "node " + run.nodes.indexOf(node) + (reservation.allowed() ? " reserves " : " may not reserve ")
                        + parts);
        if (!reservation.allowed() || node.hasEnded()) {
            return;
        }
        Map<CounterId, Admission> charged = new HashMap<>();
        reserved.answers().forEach((id, answer) -> {
            if (answer instanceof StoreResult.Decided counted && counted.allowed()) {
                long permits = parts.get(policies.indexOf(id.policy())).permits();
                charged.put(id, run.admission(node, permits, counted, begun, side));
            }
        });
        charged.forEach((id, admission) -> run.log(id).add(admission));
        long end = node.clock().millis() + longest.toMillis();
        // some at the very end, and some after it
        long turn = run.time.millis() + random.nextLong(longest.toMillis() * 5 / 4 + 2);
        open.add(new Hold(node, reservation, charged, policies, end, turn));
    }

    private long permits(Policy policy) {
        long most =
                policy.limits().stream().mapToLong(limit -> limit.burst()).min().orElseThrow();
        return 1 + random.nextLong(Math.min(MOST_PERMITS, most));
    }

    /** Ends what is due. Those of an instance that died are never ended, and those of a frozen one later. */
    void perhapsEnd() {
        for (Hold hold : List.copyOf(open)) {
            if (hold.node.hasEnded()) {
                open.remove(hold);
            } else if (hold.turnMillis <= run.time.millis() && hold.node.isRunning()) {
                open.remove(hold);
                end(hold);
            }
        }
    }

    private void end(Hold hold) {
        switch (random.nextInt(5)) {
            case 0 -> end(hold, policy -> 0, "cancel", Reservation::cancel);
            case 1 ->
                end(hold, policy -> 0, "close", reservation -> {
                    boolean inTime = hold.isInTime();
                    reservation.close();
                    return inTime;
                });
            case 2 -> {
                Policy first = hold.policies.get(0);
                long used = used(first, hold.reserved(first));
                end(
                        hold,
                        policy -> policy.equals(first) ? used : hold.reserved(policy),
                        "settle of the first " + used,
                        reservation -> reservation.settle(Map.of(first.name(), used)));
            }
            default -> {
                Policy first = hold.policies.get(0);
                long used = used(first, hold.reserved(first));
                end(hold, policy -> used, "settle " + used, reservation -> reservation.settle(used));
            }
        }
    }

    /** Less, the same, more, or more than there is in a window. */
    private long used(Policy policy, long reserved) {
        return switch (random.nextInt(4)) {
            case 0 -> reserved;
            case 1 -> reserved + random.nextLong(1 + 2 * MOST_PERMITS);
            case 2 -> random.nextInt(8) == 0 ? reserved + 2 * largest(policy) : reserved + 1;
            default -> random.nextLong(reserved + 1);
        };
    }

    private static long largest(Policy policy) {
        return policy.limits().stream().mapToLong(limit -> limit.burst()).max().orElseThrow();
    }

    private void end(Hold hold, ToLongFunction<Policy> used, String how, Predicate<Reservation> ending) {
        boolean inTime = hold.isInTime();
        long begun = run.time.millis();
        int side = run.troubles.side(hold.node);
        run.cluster.note("node " + run.nodes.indexOf(hold.node) + " " + how + " of " + hold.charged.keySet());
        run.time.after(1, () -> run.request(false));
        if (random.nextInt(3) == 0) {
            run.time.after(random.nextInt(3), () -> endAgain(hold, how));
        }
        boolean ended = hold.node.waiting(() -> ending.test(hold.reservation));
        if (ended != inTime) {
            wrong(hold, how + (inTime ? " ended nothing" : " ended what had ended"));
        }
        if (inTime) {
            hold.charged.forEach((id, admission) -> {
                long more = used.applyAsLong(id.policy()) - admission.permits();
                correct(run.log(id), admission, more, begun, side);
            });
        }
        if (random.nextBoolean() && hold.node.isRunning()) {
            endAgain(hold, how);
        }
    }

    private void correct(AdmissionLog log, Admission admission, long more, long begun, int side) {
        SimulatedNode node = admission.by();
        if (more < 0) {
            log.settle(admission, admission.permits() + more, begun);
        } else if (more > 0 && side == 0) {
            // a half of a split that is given up is charged again for one window at most; whether the grid or the
            // instance charged it is not told
            boolean shared = run.scenario.isUndisturbed();
            long most = Math.min(more, Books.longest(log.policy()).burst());
            log.owe(new Admission(begun, begun, most, node, shared, node.members(), side), run.time.millis());
        }
    }

    private void endAgain(Hold hold, String how) {
        boolean again =
                hold.node.waiting(() -> random.nextBoolean() ? hold.reservation.settle(0) : hold.reservation.cancel());
        if (again) {
            wrong(hold, "ended again, after " + how);
        }
    }

    private void wrong(Hold hold, String what) {
        String key = hold.charged.keySet().stream()
                .map(id -> id.key().value())
                .findFirst()
                .orElse("none");
        wrong = Optional.of(key + ": a reservation of node " + run.nodes.indexOf(hold.node) + ", " + what);
    }
}
