package dev.weir.benchmark;

import java.util.Set;

/** One of the benchmarks: B1 to B10, O1, L1. */
public interface Benchmark {

    /** A short description of the measurement. */
    String title();

    /** The accepted options, without the leading dashes. */
    Set<String> options();

    /** Runs the measurement, and prints the results. */
    void run(Options options, Report report) throws Exception;
}
