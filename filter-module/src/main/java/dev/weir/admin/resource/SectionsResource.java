package dev.weir.admin.resource;

import dev.weir.admin.AdminResource;
import dev.weir.admin.Answer;
import dev.weir.admin.Call;
import dev.weir.admin.Route;
import dev.weir.runtime.Operations;
import dev.weir.spi.AdminSection;
import jakarta.json.stream.JsonGenerator;
import java.util.List;

/** {@code GET sections}: what other jars of Weir show. */
final class SectionsResource implements AdminResource {

    private final Operations operations;

    SectionsResource(Operations operations) {
        this.operations = operations;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read("sections", this::sections));
    }

    private Answer sections(Call call) {
        return Answer.json(json -> {
            json.writeStartArray("sections");
            operations.sections().forEach(each -> write(each, json));
            json.writeEnd();
        });
    }

    private static void write(AdminSection section, JsonGenerator json) {
        json.writeStartObject();
        json.write("name", section.name());
        json.write("title", section.title());
        write("columns", section.columns(), json);
        json.writeStartArray("rows");
        for (List<String> row : section.rows().get()) {
            json.writeStartArray();
            row.forEach(json::write);
            json.writeEnd();
        }
        json.writeEnd();
        json.writeEnd();
    }

    private static void write(String name, List<String> texts, JsonGenerator json) {
        json.writeStartArray(name);
        texts.forEach(json::write);
        json.writeEnd();
    }
}
