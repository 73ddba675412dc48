package dev.weir.store.simulation;

import dev.weir.store.StoreFixtures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** The instances of a run, which come and go, with their time, their grid, and chance. */
final class SimulatedCluster {

    final Scenario scenario;
    final Random random;
    final SimulatedTime time = new SimulatedTime();
    final SimulatedGrid grid;
    final Books books;
    final List<SimulatedNode> nodes = new ArrayList<>();
    final Set<SimulatedNode> killed = new HashSet<>();
    /** How many usual runs this one is as long as: what happens, happens as often in all. */
    final int length;

    private final Trace trace;
    private final Consumer<SimulatedNode> whenStarted;
    private int instances;

    /** @param whenStarted hears of each instance that starts */
    SimulatedCluster(
            Scenario scenario,
            Random random,
            Books books,
            Trace trace,
            int length,
            Consumer<SimulatedNode> whenStarted) {
        this.scenario = scenario;
        this.random = random;
        this.books = books;
        this.trace = trace;
        this.length = length;
        this.whenStarted = whenStarted;
        this.grid = new SimulatedGrid(time, random, books);
        if (scenario.isUndisturbed()) {
            grid.longestDelayMillis = 1;
        }
    }

    /** The first instances start, as many as the scenario says. */
    void start() {
        Scenario.Size size = scenario.size();
        int count = size.fewestNodes() + random.nextInt(size.mostNodes() - size.fewestNodes() + 1);
        for (int i = 0; i < count; i++) {
            nodes.add(another());
        }
    }

    private SimulatedNode another() {
        // messages are ten times slower here than in a data centre: without trouble, nobody gives up because of that
        long timeoutMillis = scenario.isUndisturbed() ? 2_000 : 50;
        long most = scenario.skewMillis();
        long skew = most == 0 ? 0 : random.nextLong(2 * most + 1) - most;
        instances++;
        SimulatedNode node =
                new SimulatedNode(grid, time, skew, StoreFixtures.settings(timeoutMillis), scenario.policies());
        whenStarted.accept(node);
        return node;
    }

    /** Where nothing goes wrong, instances can be replaced one after the other. */
    void restartAll() {
        note("restart all");
        time.pass(scenario.stops() ? 0 : 3_000);
        for (int i = 0; i < nodes.size(); i++) {
            if (scenario.stops()) {
                stop(i);
            } else {
                kill(i, 0);
            }
        }
    }

    private void stop(int index) {
        // what is under way is answered first
        time.pass(500);
        SimulatedNode node = nodes.get(index);
        node.stop();
        grid.kill(node.member, 0, time.millis());
        nodes.set(index, another());
    }

    /** Ends an instance, which takes with it what was changed in its last milliseconds, and starts another. */
    void kill(int index, long lagMillis) {
        SimulatedNode node = nodes.get(index);
        node.end();
        killed.add(node);
        grid.kill(node.member, lagMillis, time.millis());
        nodes.set(index, another());
    }

    /** Ends an instance, and starts another; that it is gone is noticed later. */
    SimulatedNode die(int index) {
        SimulatedNode node = nodes.get(index);
        node.end();
        node.member.frozen = true;
        killed.add(node);
        nodes.set(index, another());
        return node;
    }

    /** How many instances there ever were. */
    int instances() {
        return instances;
    }

    void note(String event) {
        trace.note(time.millis() + " " + event);
    }

    /** What concerns {@code key}. */
    void note(String key, String event) {
        trace.note(key, time.millis() + " " + event);
    }

    /** What went wrong, with what it was a run of, and its last events. */
    String explained(long seed, String problem) {
        return "seed " + seed + ", " + scenario.troubles() + ", " + scenario.policies() + ", " + nodes.size() + " of "
                + instances + " instances, skew " + scenario.skewMillis() + " ms: " + problem + "\n  "
                + trace.before(problem);
    }
}
