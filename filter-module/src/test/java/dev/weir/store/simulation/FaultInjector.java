package dev.weir.store.simulation;

import dev.weir.store.simulation.Scenario.Trouble;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What goes wrong in a {@link SimulatedCluster}, and when. */
final class FaultInjector {

    private final SimulatedCluster run;
    private final List<Remedy> remedies = new ArrayList<>();
    final List<Split> splits = new ArrayList<>();
    /** Which instances have most to do. */
    private int turn;

    private record Remedy(long dueMillis, Runnable work) {}

    /** A time in which some instances were apart, of which the grid kept nothing. */
    record Split(long cutMillis, List<SimulatedNode> smaller) {}

    FaultInjector(SimulatedCluster run) {
        this.run = run;
        if (has(Trouble.LATENESS)) {
            run.grid.longestDelayMillis = 60 + run.random.nextInt(200);
        }
        if (has(Trouble.LOSS)) {
            run.grid.lossOneIn = 5 + run.random.nextInt(60);
        }
        if (has(Trouble.DEATHS)) {
            run.grid.deathOneIn = 20 + run.random.nextInt(200);
            run.grid.whenDead = this::spareDied;
            for (int i = 0; i < 3; i++) {
                run.grid.join(true);
            }
        }
        if (has(Trouble.FULL)) {
            run.grid.mostEntries = run.random.nextInt(4);
        }
    }

    private boolean has(Trouble trouble) {
        return run.scenario.has(trouble);
    }

    /** The half that {@code node} is in: 0, or the number of the split. */
    int side(SimulatedNode node) {
        return node.member.side == 0 ? 0 : splits.size();
    }

    /** The instance that has as much to do as that of {@code index} has mostly. */
    int turned(int index) {
        return (index + turn) % run.nodes.size();
    }

    /** Whether {@code node} ever was in a half of which the grid kept nothing. */
    boolean wasApart(SimulatedNode node) {
        return splits.stream().anyMatch(split -> split.smaller().contains(node));
    }

    void perhaps() {
        for (Iterator<Remedy> each = List.copyOf(remedies).iterator(); each.hasNext(); ) {
            Remedy remedy = each.next();
            if (run.time.millis() >= remedy.dueMillis) {
                remedies.remove(remedy);
                remedy.work.run();
            }
        }
        boolean crowded = remedies.size() >= run.scenario.troubles().size();
        if (!crowded && run.random.nextInt(80 * run.length) == 0) {
            turn = run.random.nextInt(run.nodes.size());
            List<Trouble> all = List.copyOf(run.scenario.troubles());
            begin(all.get(run.random.nextInt(all.size())));
        }
    }

    private void begin(Trouble trouble) {
        switch (trouble) {
            case FREEZES -> freeze(run.nodes.get(run.random.nextInt(run.nodes.size())));
            case KILLS -> kill(run.random.nextInt(run.nodes.size()));
            case SPLIT -> split();
            case FULL -> run.grid.mostEntries = run.random.nextInt(run.random.nextBoolean() ? 4 : 10);
            default -> {
                // goes on all the time
            }
        }
    }

    private void remedy(long afterMillis, Runnable work) {
        remedies.add(new Remedy(run.time.millis() + afterMillis, work));
    }

    private void freeze(SimulatedNode node) {
        if (!node.isRunning()) {
            return;
        }
        run.note("freeze " + run.nodes.indexOf(node));
        node.member.frozen = true;
        remedy(100 + run.random.nextInt(20_000), () -> {
            run.note("thaw " + run.nodes.indexOf(node));
            if (!node.hasEnded()) {
                run.grid.thaw(node.member);
            }
        });
    }

    private void kill(int index) {
        run.note("kill " + index);
        int lag = run.random.nextInt(20);
        if (run.random.nextBoolean()) {
            SimulatedNode node = run.nodes.get(index);
            run.kill(index, lag);
            lost(node.member);
        } else {
            // as when a machine loses its power: nobody is told
            long dead = run.time.millis();
            SimulatedNode node = run.die(index);
            remedy(run.random.nextInt(10_000), () -> {
                run.note("the death is noticed");
                run.grid.kill(node.member, lag, dead);
                lost(node.member);
            });
        }
    }

    private void spareDied(SimulatedGrid.Member member) {
        run.note("a member dies after a swap");
        lost(member);
        run.time.after(run.random.nextInt(2_000), () -> run.grid.join(true));
    }

    private void lost(SimulatedGrid.Member member) {
        run.nodes.stream()
                .filter(node -> node.member.side == member.side)
                .forEach(node -> node.grid().lost(member));
    }

    private void split() {
        List<SimulatedNode> smaller = List.copyOf(run.nodes.subList(1 + run.nodes.size() / 2, run.nodes.size()));
        if (smaller.isEmpty() || run.grid.isSplit()) {
            return;
        }
        if (run.random.nextBoolean()) {
            // what was charged before is not charged again, so that what counts is known
            run.time.pass(150_000);
        }
        cut(smaller);
        remedy(100 + run.random.nextInt(run.random.nextBoolean() ? 20_000 : 100_000), () -> heal(smaller));
    }

    /** From now on {@code smaller} see each other only. */
    void cut(List<SimulatedNode> smaller) {
        run.note("split");
        List<SimulatedNode> larger =
                run.nodes.stream().filter(node -> !smaller.contains(node)).toList();
        splits.add(new Split(run.time.millis(), smaller));
        run.grid.split(smaller.stream().map(node -> node.member).toList());
        run.time.after(run.random.nextInt(60_000), () -> {
            if (run.grid.isSplit()) {
                larger.forEach(each -> smaller.forEach(other -> each.grid().lost(other.member)));
                smaller.forEach(each -> larger.forEach(other -> each.grid().lost(other.member)));
            }
        });
    }

    /** {@code smaller} go on with what the others counted. */
    void heal(List<SimulatedNode> smaller) {
        run.note("heal");
        smaller.forEach(node -> node.grid().merging());
        run.grid.heal();
        smaller.forEach(node -> node.grid().merged());
    }

    void end() {
        run.grid.lossOneIn = 0;
        run.grid.deathOneIn = 0;
        run.grid.longestDelayMillis = Math.min(3, run.grid.longestDelayMillis);
        run.grid.mostEntries = Integer.MAX_VALUE;
        remedies.forEach(remedy -> remedy.work.run());
        remedies.clear();
    }
}
