package dev.weir.store.simulation;

import java.util.Optional;

/** A {@link Simulation}, made from one seed, in which every fourth request is a reservation. */
final class ReservationSimulation {

    private final Simulation run;

    ReservationSimulation(long seed) {
        this.run = Simulation.reserving(seed);
    }

    /** What went wrong that must not, with the last events before it; empty if all promises were kept. */
    Optional<String> run() {
        return run.run();
    }
}
