package dev.weir.store;

import dev.weir.store.Simulation.Trouble;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What goes wrong in a {@link Simulation}, and when. */
final class Troubles {

    private final Simulation run;

    private Optional<Runnable> remedy = Optional.empty();
    private long remedyMillis;

    Troubles(Simulation run) {
        this.run = run;
        if (run.trouble == Trouble.LATENESS) {
            run.grid.longestDelayMillis = 60 + run.random.nextInt(200);
        }
        if (run.trouble == Trouble.LOSS) {
            run.grid.lossOneIn = 5 + run.random.nextInt(60);
        }
        if (run.trouble == Trouble.KILLS) {
            run.grid.repeatOneIn = 50;
        }
    }

    void perhaps() {
        if (remedy.isPresent() && run.time.millis() >= remedyMillis) {
            remedy.get().run();
            remedy = Optional.empty();
        } else if (remedy.isEmpty() && run.random.nextInt(80 * run.length) == 0) {
            remedyMillis = run.time.millis() + 100 + run.random.nextInt(20_000);
            switch (run.trouble) {
                case FREEZES -> freeze(run.nodes.get(run.random.nextInt(run.nodes.size())));
                case KILLS -> kill(run.random.nextInt(run.nodes.size()));
                case SPLIT -> split();
                default -> remedy = Optional.empty();
            }
        }
    }

    private void freeze(SimulatedNode node) {
        run.note("freeze " + run.nodes.indexOf(node));
        node.member.frozen = true;
        remedy = Optional.of(() -> {
            run.note("thaw " + run.nodes.indexOf(node));
            run.grid.thaw(node.member);
        });
    }

    private void kill(int index) {
        run.note("kill " + index);
        SimulatedNode node = run.nodes.get(index);
        run.killedMillis.put(node, run.time.millis());
        run.replace(index, run.random.nextInt(20));
        run.nodes.forEach(each -> each.tell(membership -> membership.lost(node.member)));
    }

    private void split() {
        List<SimulatedNode> smaller = run.nodes.subList(1 + run.nodes.size() / 2, run.nodes.size());
        if (smaller.isEmpty()) {
            return;
        }
        run.note("split");
        run.grid.split(smaller.stream().map(node -> node.member).toList());
        List<SimulatedNode> larger = run.nodes.subList(0, 1 + run.nodes.size() / 2);
        List<SimulatedNode> others = List.copyOf(larger);
        List<SimulatedNode> few = List.copyOf(smaller);
        run.time.after(run.random.nextInt(60_000), () -> {
            notice(few, others);
            notice(others, few);
        });
        remedy = Optional.of(() -> heal(smaller));
    }

    private static void notice(List<SimulatedNode> here, List<SimulatedNode> there) {
        here.forEach(each -> there.forEach(gone -> each.tell(membership -> membership.lost(gone.member))));
    }

    private void heal(List<SimulatedNode> smaller) {
        run.note("heal");
        run.grid.heal();
        Set<SimulatedGrid.Member> members =
                run.nodes.stream().map(node -> node.member).collect(Collectors.toSet());
        for (SimulatedNode node : smaller) {
            node.tell(Grid.Membership::merging);
            node.tell(membership -> membership.merged(members));
        }
    }

    void end() {
        remedy.ifPresent(Runnable::run);
        run.grid.longestDelayMillis = 3;
        run.grid.lossOneIn = 0;
        run.grid.repeatOneIn = 0;
    }
}
