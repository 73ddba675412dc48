package dev.weir.store;

import dev.weir.core.Algorithm;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.StateCodec;
import dev.weir.core.Verdict;
import dev.weir.store.Simulation.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What must hold of a {@link Simulation} when all trouble is over. */
final class Aftermath {

    private final Simulation run;
    /** Requests to use up a limit. */
    private final long most;

    Aftermath(Simulation run) {
        this.run = run;
        this.most = 2_000L * run.size.permitsFactor();
    }

    /** What is tried, is tried with each of few keys, and with some of many. */
    private Collection<String> keys() {
        Set<String> admitted = run.logs.keySet();
        return run.visitors.areMany()
                ? run.visitors.sample().stream().filter(admitted::contains).toList()
                : admitted;
    }

    /** What an instance may know something of: of many keys, those that it admitted. */
    private Map<SimulatedNode, Collection<String>> keysOfNodes() {
        Map<SimulatedNode, Collection<String>> known = new HashMap<>();
        if (run.visitors.areMany()) {
            run.logs.forEach((key, log) -> log.admittedBy()
                    .forEach(node -> known.computeIfAbsent(node, each -> new ArrayList<>())
                            .add(key)));
        } else {
            run.nodes.forEach(node -> known.put(node, run.logs.keySet()));
        }
        return known;
    }

    /** The first promise that was not kept. */
    Optional<String> problem() {
        return broken().or(this::forgotten)
                .or(this::lonelyCaller)
                .or(this::lastChangesOfAKilledMember)
                .or(this::restartWhileUsedUp)
                .or(this::surgeAfterALease)
                .or(this::resetElsewhere);
    }

    /** What an instance was told is so, also if the member that told it is gone a moment later. */
    private Optional<String> lastChangesOfAKilledMember() {
        for (String key : run.trouble == Trouble.KILLS ? keys() : Set.<String>of()) {
            SimulatedNode first = run.nodes.get(0);
            String held = StoreFixtures.text(run.id(key));
            boolean admitted = alone(first, key, 1).allowed();
            long told = used(key, run.time.millis());
            long window = Math.floorDiv(run.time.millis(), run.limit.windowMillis());
            int owner =
                    run.nodes.stream().map(node -> node.member).toList().indexOf(run.grid.owner(first.member, held));
            // of a larger limit an unused lease may go back meanwhile
            boolean exact = run.limit.permits() < 32 && run.policy.algorithm() != Algorithm.TOKEN_BUCKET;
            if (admitted && owner > 0 && exact) {
                SimulatedGrid.Member killed = run.nodes.get(owner).member;
                run.replace(owner, 20);
                run.nodes.forEach(each -> each.tell(membership -> membership.lost(killed)));
                run.time.pass(100);
                long used = used(key, run.time.millis());
                boolean sameWindow = Math.floorDiv(run.time.millis(), run.limit.windowMillis()) == window;
                if (used < told && sameWindow) {
                    return Optional.of(key + ": " + told + " permits counted before a member was killed, then " + used);
                }
            }
        }
        return Optional.empty();
    }

    /** Instances that begin again know nothing but what the grid still has. */
    private Optional<String> restartWhileUsedUp() {
        for (String key : run.trouble == Trouble.NONE ? keys() : Set.<String>of()) {
            everybody(key, (int) Math.min(most, run.limit.burst() + 2));
            for (int i = 0; i < run.nodes.size(); i++) {
                run.replace(i, 0);
            }
            run.time.pass(run.limit.windowMillis() * 3 / 4);
            everybody(key, 20);
        }
        return broken();
    }

    /** One instance has a lease that it does not use until it is about to end; then everybody comes. */
    private Optional<String> surgeAfterALease() {
        for (String key : run.trouble == Trouble.NONE ? keys() : Set.<String>of()) {
            run.time.pass(2 * run.limit.windowMillis());
            for (int i = 0; i < 60; i++) {
                run.acquire(run.nodes.get(0), key, 1);
                run.time.pass(1 + 3 * run.limit.windowMillis() / (2 * run.limit.permits()));
            }
            run.time.pass(run.policy.leaseMillis() * 7 / 10);
            everybody(key, (int) Math.min(most, 2 * run.limit.burst()));
        }
        return broken();
    }

    private void everybody(String key, int times) {
        for (int i = 0; i < times; i++) {
            run.acquire(run.nodes.get(i % run.nodes.size()), key, 1);
            run.time.pass(i % 20 == 0 ? 1 : 0);
        }
        run.time.pass(300);
    }

    private Optional<String> broken() {
        for (Map.Entry<String, AdmissionLog> each : run.logs.entrySet()) {
            Optional<String> problem = run.trouble == Trouble.NONE
                    ? each.getValue().brokenPromise(run.skewMillis)
                    : each.getValue().moreIn(run.limit.windowMillis(), mostInTrouble());
            if (problem.isPresent()) {
                return problem.map(text -> each.getKey() + ": " + text);
            }
        }
        return Optional.empty();
    }

    /** While run.instances count alone, each has its share on top of what is shared, and each side of a split the whole. */
    private long mostInTrouble() {
        long whole = switch (run.policy.algorithm()) {
            case SLIDING_WINDOW -> run.limit.permits();
            case FIXED_WINDOW -> 2 * run.limit.permits();
            case TOKEN_BUCKET -> run.limit.burst() + run.limit.permits();
        };
        int sides = run.trouble == Trouble.SPLIT ? 2 : 1;
        long fewest = run.trouble == Trouble.SPLIT || run.trouble == Trouble.KILLS ? 1 : run.nodes.size();
        // an interval as long as a fixed window touches two of them
        int touched = run.policy.algorithm() == Algorithm.FIXED_WINDOW ? 2 : 1;
        return whole * sides + run.instances * (whole / fewest + touched);
    }

    /** Whatever was admitted counts in the end; where every answer came at last, nothing counts twice. */
    private Optional<String> forgotten() {
        Map<SimulatedNode, Collection<String>> known = keysOfNodes();
        for (SimulatedNode node : run.nodes) {
            // an instance puts back what it sees that the run.grid has lost
            known.getOrDefault(node, List.of())
                    .forEach(key -> node.request(run.id(key), new Change.Peek(run.limit.burst() + 1), answer -> {}));
            run.time.pass(1_000);
        }
        for (Map.Entry<String, AdmissionLog> each : run.logs.entrySet()) {
            long now = run.time.millis();
            long least = each.getValue().counting(now, this::mustCount);
            long used = used(each.getKey(), now);
            if (used < least) {
                return Optional.of(each.getKey() + ": " + least + " permits must count, but only " + used + " do");
            }
            boolean exact = run.trouble == Trouble.LATENESS && run.policy.algorithm() == Algorithm.SLIDING_WINDOW;
            if (exact && used > each.getValue().total()) {
                return Optional.of(each.getKey() + ": " + used + " permits count, but "
                        + each.getValue().total() + " were admitted");
            }
        }
        return Optional.empty();
    }

    /** What an instance owed when it was killed is lost with it, and what its backup had not seen. */
    private boolean mustCount(AdmissionLog.Admission admission) {
        Long killed = run.killedMillis.get(admission.by());
        boolean owed = killed != null && !admission.shared();
        // backups lag behind, by up to 20 ms here; a lease that was taken in that run.time is used within the second
        // after
        boolean unsaved = run.killedMillis.values().stream()
                .anyMatch(each -> admission.millis() > each - 25 && admission.millis() < each + 1_025);
        // what the fallback admitted just after a boundary, a late answer may have counted just before it
        boolean atBoundary = run.policy.algorithm() == Algorithm.FIXED_WINDOW
                && !admission.shared()
                && Math.floorMod(admission.millis(), run.limit.windowMillis()) < 1_000;
        return !owed && !unsaved && !atBoundary;
    }

    private long used(String key, long now) {
        String text = run.grid.text(run.nodes.get(0).member, StoreFixtures.text(run.id(key)));
        State state = text == null ? State.EMPTY : StateCodec.decode(text).orElseThrow();
        // as much as a run.policy can have: what is used beyond the run.limit shows
        long endless = run.limit.permits() * (Duration.ofDays(700).toMillis() / run.limit.windowMillis());
        Policy wide = Policy.of("tested", run.policy.algorithm(), List.of(run.limit.withBurst(endless)));
        return run.limit.burst() == 0
                ? 0
                : endless - wide.peek(state, 1, now).quotas().get(0).remaining();
    }

    /** A lone caller that waits as long as it is told is admitted. */
    private Optional<String> lonelyCaller() {
        for (String key : keys()) {
            Verdict first = alone(run.nodes.get(0), key, 1);
            for (int i = 0; first.allowed() && i < 4 * run.limit.burst(); i++) {
                first = alone(run.nodes.get(0), key, 1);
            }
            if (first.allowed()) {
                continue;
            }
            run.time.pass(first.retryAfterMillis().orElseThrow());
            if (!alone(run.nodes.get(0), key, 1).allowed()) {
                return Optional.of(key + ": refused after it waited for " + first.retryAfterMillis());
            }
        }
        return Optional.empty();
    }

    /** A reset on one instance takes effect on the others within a second. */
    private Optional<String> resetElsewhere() {
        for (String key : keys()) {
            for (int i = 0;
                    i < 2 * run.limit.burst() + 2
                            && alone(run.nodes.get(0), key, 1).allowed();
                    i++) {
                run.time.pass(0);
            }
            run.nodes.get(1).request(run.id(key), new Change.Reset(), answer -> {});
            run.time.pass(1_100);
            if (!alone(run.nodes.get(0), key, 1).allowed()) {
                return Optional.of(key + ": refused a second after it was reset elsewhere");
            }
        }
        return Optional.empty();
    }

    private Verdict alone(SimulatedNode node, String key, long permits) {
        List<Answer> answers = new ArrayList<>();
        node.request(run.id(key), Change.acquire(permits), answers::add);
        for (int i = 0; answers.isEmpty() && i < 100; i++) {
            run.time.pass(1);
        }
        Answer answer = answers.get(0);
        run.note(node, key, permits, answer);
        return ((Answer.Counted) answer).verdict();
    }
}
