package dev.weir.admin.resource;

import dev.weir.LimitOverride;
import dev.weir.admin.key.Keys;
import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Overrides as answers have them. Safe for use by many threads. */
final class OverrideJson {

    private final Keys keys;

    OverrideJson(Keys keys) {
        this.keys = keys;
    }

    /** The name of an override. The one that takes its place has another, so that it is not ended by mistake. */
    String id(LimitOverride override) {
        return keys.id(override.kind() + "|" + override.policy() + '|'
                + override.key().orElse("") + '|' + override.since().toEpochMilli() + '|' + override.value());
    }

    /** Writes the members of an override; the object around them has begun and is ended by the caller. */
    void write(LimitOverride override, JsonGenerator json) {
        write(override, true, json);
    }

    private void write(LimitOverride override, boolean referred, JsonGenerator json) {
        text(json, "id", referred ? Optional.of(id(override)) : Optional.empty());
        json.write("kind", override.kind().name().toLowerCase(Locale.ROOT));
        json.write("policy", override.policy());
        text(json, "key", override.key().map(keys::shown));
        text(json, "token", override.key().filter(key -> referred).map(key -> keys.token(override.policy(), key)));
        json.write("value", override.value());
        json.write("since", time(override.since()));
        text(json, "until", override.until().map(OverrideJson::time));
        json.write("by", override.by());
        json.write("reason", override.reason());
    }

    /** Writes an array of overrides. */
    void write(String name, Iterable<LimitOverride> overrides, JsonGenerator json) {
        write(name, overrides, true, json);
    }

    /** @param referred whether there is what stands for them in requests, and is the same in each answer */
    void write(String name, Iterable<LimitOverride> overrides, boolean referred, JsonGenerator json) {
        json.writeStartArray(name);
        for (LimitOverride each : overrides) {
            json.writeStartObject();
            write(each, referred, json);
            json.writeEnd();
        }
        json.writeEnd();
    }

    /** In one line, for the audit log: {@code limit 20/1h until 2026-11-30T12:00:00.000Z}. */
    static String text(LimitOverride override) {
        return override.kind().name().toLowerCase(Locale.ROOT)
                + (override.value().isEmpty() ? "" : ' ' + override.value())
                + override.until().map(end -> " until " + time(end)).orElse("");
    }

    /** With milliseconds, always. */
    static String time(Instant time) {
        Instant millis = time.truncatedTo(ChronoUnit.MILLIS);
        String text = millis.toString();
        return text.indexOf('.') < 0 ? text.replace("Z", ".000Z") : text;
    }

    /** Writes a text, or null. */
    static void text(JsonGenerator json, String name, Optional<String> value) {
        if (value.isPresent()) {
            json.write(name, value.get());
        } else {
            json.writeNull(name);
        }
    }
}
