package dev.weir.config;

import dev.weir.config.source.PropertySource;
import dev.weir.config.source.SystemSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Properties from a test: {@code ratelimit.} before every name, unless it is one of an environment variable. */
public record MapSource(Map<String, String> values) implements PropertySource {

    /** Names and values in turn. */
    public static MapSource of(String... namesAndValues) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String name = namesAndValues[i];
            boolean whole = name.startsWith("RATELIMIT_") || name.startsWith("other.");
            values.put(whole ? name : Property.PREFIX + name, namesAndValues[i + 1]);
        }
        return new MapSource(values);
    }

    /** The one listed policy {@code reports}, with these keys and values in turn. */
    static MapSource reports(String... keysAndValues) {
        String[] all = new String[keysAndValues.length + 2];
        all[0] = "policies";
        all[1] = "reports";
        for (int i = 0; i < keysAndValues.length; i += 2) {
            all[i + 2] = "policy.reports." + keysAndValues[i];
            all[i + 3] = keysAndValues[i + 1];
        }
        return of(all);
    }

    /** The same with one more property. */
    MapSource with(String name, String value) {
        Map<String, String> more = new TreeMap<>(values);
        more.put(Property.PREFIX + name, value);
        return new MapSource(more);
    }

    /** The settings, where nothing is declared and every bean exists. */
    public Settings read() {
        return read(List.of());
    }

    public Settings read(List<Declaration> declarations) {
        return SettingsReader.read(this, declarations, rule -> true);
    }

    public PolicySettings policy(String name) {
        return read().policies().get(name);
    }

    /** The problems of a configuration that is wrong; none if it is right. */
    public List<String> problems() {
        return problems(List.of());
    }

    public List<String> problems(List<Declaration> declarations) {
        try {
            Settings unused = read(declarations);
            return List.of();
        } catch (InvalidConfigurationException e) {
            return e.problems();
        }
    }

    @Override
    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name))
                .or(() -> Optional.ofNullable(values.get(SystemSource.variable(name))))
                .filter(value -> !value.isBlank());
    }

    @Override
    public Set<String> names() {
        return values.keySet();
    }
}
