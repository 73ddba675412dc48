package dev.weir.benchmark;

import java.util.logging.Level;
import java.util.logging.Logger;

/** A logging configuration for warnings and errors only; the virtual machine creates it with {@link #OPTION}. */
public final class QuietLogging {

    /** The option of {@code java} that selects this configuration. */
    public static final String OPTION = "-Djava.util.logging.config.class=" + QuietLogging.class.getName();

    public QuietLogging() {
        Logger.getLogger("").setLevel(Level.WARNING);
    }
}
