package dev.weir.outbound.settings;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A property below {@code ratelimit.throttle.statistics.}, with its default. */
public enum StatisticsProperty {
    /** The file that statistics are written to; {@code none}: to none. */
    FILE("file", "none"),
    /** The form of that file. */
    FORMAT("format", "jsonl"),
    /** Whether it is compressed. */
    GZIP("gzip", "false"),
    /** How often something is written. */
    INTERVAL("interval", "10s"),
    /** The size from which on another file is begun. */
    ROTATE_SIZE("rotate.size", "10MiB"),
    /** The time after which another file is begun. */
    ROTATE_EVERY("rotate.every", "1d"),
    /** How many earlier files are kept. */
    KEEP("keep", "14");

    private final String key;
    private final String defaultValue;

    StatisticsProperty(String key, String defaultValue) {
        this.key = key;
        this.defaultValue = defaultValue;
    }

    /** The name below {@code ratelimit.throttle.statistics.}. */
    public String key() {
        return key;
    }

    /** The value that holds where the property is not set. */
    public String defaultValue() {
        return defaultValue;
    }

    /** The names of all properties below {@code ratelimit.throttle.statistics.}. */
    public static Set<String> keys() {
        return Arrays.stream(values()).map(StatisticsProperty::key).collect(Collectors.toCollection(TreeSet::new));
    }
}
