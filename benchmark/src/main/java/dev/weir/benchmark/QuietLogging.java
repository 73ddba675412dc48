package dev.weir.benchmark;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Lets warnings through and no more; the virtual machine makes one if {@link #OPTION} says so. */
public final class QuietLogging {

    /** The option of {@code java}. */
    public static final String OPTION = "-Djava.util.logging.config.class=" + QuietLogging.class.getName();

    public QuietLogging() {
        Logger.getLogger("").setLevel(Level.WARNING);
    }
}
