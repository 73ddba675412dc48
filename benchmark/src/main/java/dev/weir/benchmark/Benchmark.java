package dev.weir.benchmark;

import java.util.Set;

/** One of B1 to B8. */
public interface Benchmark {

    /** What it measures, in a few words. */
    String title();

    /** The options that it knows, without the leading dashes. */
    Set<String> options();

    /** Measures, and prints what came of it. */
    void run(Options options, Report report) throws Exception;
}
