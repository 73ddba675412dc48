package dev.weir.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * One value of a metric of a module: that with these labels. Immutable.
 *
 * @param name begins with {@code ratelimit_}; that of a counter ends in {@code _total}
 * @param counter whether it only grows, by whole numbers
 * @param help what it says, in one line
 * @param labels values by names, in their order; no label has one value for each key
 * @param value the present value, from memory
 */
public record ModuleMetric(
        String name, boolean counter, String help, Map<String, String> labels, DoubleSupplier value) {

    public ModuleMetric {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        if (counter != name.endsWith("_total") || !name.startsWith("ratelimit_")) {
            throw new IllegalArgumentException(
                    "name must begin with ratelimit_, and end in _total if it is a counter," + " was \"" + name + '"');
        }
    }
}
