package dev.weir.gateway.settings;

import dev.weir.spi.ValueReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the properties {@code ratelimit.llm.*}. For one use by one thread. */
public final class GatewaySettingsReader {

    /** The model that the application brings: it is not served where {@code models} names others. */
    private static final String BROUGHT = "echo";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,126}[A-Za-z0-9])?");
    private static final int LEAST_BODY = 1 << 10;
    private static final int LARGEST_BODY = 64 << 20;

    private final Map<String, String> properties;
    private final Set<String> policies;
    private final ProblemSink problems;

    private GatewaySettingsReader(Map<String, String> properties, Set<String> policies, ProblemSink problems) {
        this.properties = properties;
        this.policies = policies;
        this.problems = problems;
    }

    /**
     * Reads all of them. Does not stop at a problem: what is wrong has its default.
     *
     * @param properties by names below {@link GatewayProperty#PREFIX}, for example {@code model.llama.upstream}
     * @param policies the names of all policies
     * @param problems is told of everything that is wrong
     */
    public static GatewaySettings read(Map<String, String> properties, Set<String> policies, ProblemSink problems) {
        return new GatewaySettingsReader(properties, policies, problems).read();
    }

    /**
     * The names of the properties that there can be.
     *
     * @param named names that are set
     * @param models what {@link GatewayProperty#MODELS} says
     */
    public static Set<String> names(Set<String> named, Optional<String> models) {
        Set<String> names = new TreeSet<>(GatewayProperty.keys());
        Set<String> ids = new TreeSet<>();
        models.ifPresent(text -> ids.addAll(List.of(text.strip().split("\\s*,\\s*", -1))));
        named.forEach(name -> ModelProperty.model(name).ifPresent(ids::add));
        ids.stream()
                .filter(id -> ID.matcher(id).matches())
                .forEach(id -> ModelProperty.keys().forEach(key -> names.add(ModelProperty.PREFIX + id + '.' + key)));
        return names;
    }

    private GatewaySettings read() {
        Section section = new Section("", properties, problems);
        Map<String, ModelSettings> models = new LinkedHashMap<>();
        for (String id : ids(section)) {
            Section ofModel = new Section(ModelProperty.PREFIX + id + '.', properties, problems);
            new ModelSettingsReader(ofModel, policies).read(id).ifPresent(model -> models.put(id, model));
        }
        checkNames(models);
        return new GatewaySettings(
                models,
                section.value(GatewayProperty.MAX_BODY, text -> (int) ValueReader.size(text, LEAST_BODY, LARGEST_BODY)),
                section.value(GatewayProperty.KEYS, Values::fileIfAny),
                new JwtSettingsReader(section).read(),
                new AuditSettings(
                        section.value(GatewayProperty.AUDIT_FILE, Values::fileIfAny),
                        section.value(GatewayProperty.AUDIT_CONTENT, ValueReader::flag)));
    }

    private List<String> ids(Section section) {
        Set<String> found = new TreeSet<>();
        properties.keySet().forEach(name -> ModelProperty.model(name).ifPresent(found::add));
        List<String> listed = section.value(GatewayProperty.MODELS, Values::list);
        if (listed.isEmpty()) {
            return new ArrayList<>(found);
        }
        listed.stream()
                .filter(id -> !ID.matcher(id).matches())
                .forEach(id -> section.problem(
                        GatewayProperty.MODELS.key(), "an identifier must be letters, digits, dots and hyphens", id));
        found.removeAll(listed);
        found.remove(BROUGHT);
        properties.keySet().stream()
                .filter(name ->
                        ModelProperty.model(name).filter(found::contains).isPresent())
                .sorted()
                .forEach(name -> problems.add(
                        name, "is of a model that " + GatewayProperty.PREFIX + "models does not list", shown(name)));
        return listed.stream().filter(id -> ID.matcher(id).matches()).toList();
    }

    private String shown(String name) {
        return name.endsWith(ModelProperty.UPSTREAM_KEY.key())
                ? ""
                : Addresses.withoutUserInfo(properties.getOrDefault(name, ""));
    }

    /** A name that two models have would be that of either. */
    private void checkNames(Map<String, ModelSettings> models) {
        Map<String, String> owners = new HashMap<>();
        models.forEach((id, model) -> model.names().forEach(name -> {
            String owner = owners.putIfAbsent(name, id);
            if (owner != null) {
                problems.add(ModelProperty.NAMES.of(id), "the model \"" + owner + "\" has this name already", name);
            }
        }));
    }
}
