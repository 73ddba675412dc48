package dev.weir.admin.resource;

import dev.weir.admin.AuditLog;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.stream.JsonGenerator;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The audit log of an instance as others read it: an object of JSON in each line, the newest first. Stateless. */
final class AuditPart {

    /** What instances call it. */
    static final String TOPIC = "audit";

    /** Characters of a text: what was before can be many overrides. */
    private static final int LONGEST_TEXT = 500;

    private AuditPart() {}

    /** The newest of {@code entries}, in {@code most} characters. */
    static String write(List<AuditLog.Entry> entries, int most) {
        StringBuilder lines = new StringBuilder();
        for (AuditLog.Entry each : entries) {
            String line = line(each);
            if (lines.length() + line.length() + 1 > most) {
                break;
            }
            lines.append(line).append('\n');
        }
        return lines.toString();
    }

    private static String line(AuditLog.Entry entry) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = Json.createGenerator(line)) {
            AuditLog.Act act = entry.act();
            json.writeStartObject();
            json.write("t", entry.time().toEpochMilli());
            json.write("w", cut(entry.who())).write("i", cut(entry.address()));
            json.write("a", cut(act.action())).write("p", cut(act.policy())).write("k", cut(act.key()));
            json.write("r", cut(act.reason())).write("b", cut(act.before())).write("n", cut(act.after()));
            json.writeEnd();
        }
        return line.toString();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : Changes.cut(text, LONGEST_TEXT) + '\u2026';
    }

    /** The entries of {@code text}; without lines that a later version may have. */
    static List<AuditLog.Entry> read(String text) {
        List<AuditLog.Entry> entries = new ArrayList<>();
        text.lines().forEach(line -> {
            try (JsonReader reader = Json.createReader(new StringReader(line))) {
                JsonObject object = reader.readObject();
                if (object.containsKey("t")) {
                    entries.add(entry(object));
                }
            } catch (JsonException | ClassCastException | ArithmeticException e) {
                // what can be read is shown
            }
        });
        return entries;
    }

    private static AuditLog.Entry entry(JsonObject line) {
        return new AuditLog.Entry(
                Instant.ofEpochMilli(line.getJsonNumber("t").longValueExact()),
                line.getString("w", ""),
                line.getString("i", ""),
                new AuditLog.Act(
                        line.getString("a", ""),
                        line.getString("p", ""),
                        line.getString("k", ""),
                        line.getString("r", ""),
                        line.getString("b", ""),
                        line.getString("n", "")));
    }
}
