package dev.weir.outbound.settings;

/** Collects what is wrong with the configuration. */
@FunctionalInterface
public interface ProblemSink {

    /** Adds a problem: the full name of the property, the rule that it breaks, and the value found. */
    void add(String property, String rule, String value);
}
