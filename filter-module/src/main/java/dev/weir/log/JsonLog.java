package dev.weir.log;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets the handlers that an administrator has given to the logger {@code dev.weir} write JSON, until it is closed. No
 * other handler is touched: those write records of others too. Nor is one that another application of the server has
 * changed: it writes JSON already, and has to get back what it had. For use by one thread after the other.
 */
public final class JsonLog implements AutoCloseable {

    /** The logger above all of Weir's. */
    public static final String LOGGER = "dev.weir";

    private final List<Runnable> undone = new ArrayList<>();

    /** Held as long as this: a logger that is not can be forgotten, with its handlers. */
    private final Logger logger = Logger.getLogger(LOGGER);

    private JsonLog(String instance) {
        for (Handler handler : logger.getHandlers()) {
            Formatter before = handler.getFormatter();
            if (isJson(before)) {
                continue;
            }
            Formatter json = new JsonFormatter(instance);
            handler.setFormatter(json);
            undone.add(() -> {
                if (handler.getFormatter() == json) {
                    handler.setFormatter(before);
                }
            });
        }
    }

    /**
     * Changes the handlers of the logger {@code dev.weir}.
     *
     * @param instance tells the records of this instance from those of others
     */
    public static JsonLog start(String instance) {
        return new JsonLog(instance);
    }

    /** By its name: the class can be that of another application. */
    private static boolean isJson(@Nullable Formatter formatter) {
        return formatter != null && formatter.getClass().getName().equals(JsonFormatter.class.getName());
    }

    /** Whether there was any handler to change. */
    public boolean changesAny() {
        return !undone.isEmpty();
    }

    /** Gives the handlers their formatters back: they live longer than the application. */
    @Override
    public void close() {
        undone.forEach(Runnable::run);
        undone.clear();
    }
}
