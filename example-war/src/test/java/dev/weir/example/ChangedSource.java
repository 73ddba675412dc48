package dev.weir.example;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Values that change while the application runs, before those of all other sources; part of a {@link TestWar}. */
public class ChangedSource implements ConfigSource {

    private static final Map<String, String> VALUES = new ConcurrentHashMap<>();

    static void set(String name, String value) {
        VALUES.put(name, value);
    }

    @Override
    public int getOrdinal() {
        return 1_000;
    }

    @Override
    public Set<String> getPropertyNames() {
        return VALUES.keySet();
    }

    @Override
    public String getValue(String name) {
        return VALUES.get(name);
    }

    @Override
    public String getName() {
        return "changed";
    }
}
