package dev.weir;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A logger that keeps what is logged, as {@code LEVEL message}, and prints nothing. */
public final class ListLogger implements System.Logger {

    private final List<String> lines = new ArrayList<>();

    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public String getName() {
        return "tests";
    }

    @Override
    public boolean isLoggable(Level level) {
        return true;
    }

    @Override
    public synchronized void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
        lines.add(level + " " + message);
    }

    @Override
    public synchronized void log(
            Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... arguments) {
        lines.add(level + " " + format);
    }
}
