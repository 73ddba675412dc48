package dev.weir.runtime;

import dev.weir.config.Monitoring;
import dev.weir.config.Property;
import dev.weir.metrics.MetricSink;
import dev.weir.metrics.micrometer.MicrometerSink;
import dev.weir.metrics.microprofile.MicroProfileSink;
import java.util.Optional;

/** Finds where metrics are shown. Loads classes of MicroProfile Metrics and Micrometer only if they are present. */
final class MetricSinks {

    private static final System.Logger LOG = System.getLogger(MetricSinks.class.getName());

    private MetricSinks() {}

    static MetricSink find(Monitoring.Metrics choice) {
        return switch (choice) {
            case AUTO -> microProfile().or(MetricSinks::micrometer).orElse(MetricSink.NONE);
            case MICROPROFILE -> microProfile().orElseGet(() -> missing("MicroProfile Metrics", "microprofile"));
            case MICROMETER -> micrometer().orElseGet(() -> missing("Micrometer", "micrometer"));
            case NONE -> MetricSink.NONE;
        };
    }

    private static MetricSink missing(String what, String value) {
        LOG.log(
                System.Logger.Level.WARNING,
                Property.METRICS.fullName() + ": there is no " + what + ", so no metrics are shown, was \"" + value
                        + '"');
        return MetricSink.NONE;
    }

    private static Optional<MetricSink> microProfile() {
        return isPresent("org.eclipse.microprofile.metrics.MetricRegistry")
                        && isPresent("jakarta.enterprise.inject.spi.CDI")
                ? OfMicroProfile.find()
                : Optional.empty();
    }

    private static Optional<MetricSink> micrometer() {
        return isPresent("io.micrometer.core.instrument.Metrics") ? Optional.of(OfMicrometer.find()) : Optional.empty();
    }

    private static boolean isPresent(String className) {
        try {
            Class.forName(className, false, MetricSinks.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** A class of its own, because loading a class may load the classes that it refers to. */
    private static final class OfMicroProfile {

        static Optional<MetricSink> find() {
            return MicroProfileSink.find();
        }
    }

    /** The same for the other library. */
    private static final class OfMicrometer {

        static MetricSink find() {
            return MicrometerSink.find();
        }
    }
}
