package dev.weir.gateway.audit;

import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Writes an entry as one line of JSON, with the end of the line. */
final class AuditLine {

    private final JsonProvider json = JsonProvider.provider();

    String of(AuditEntry entry) {
        StringWriter line = new StringWriter();
        try (JsonGenerator out = json.createGenerator(line)) {
            out.writeStartObject().write("time", time(entry.time())).write("request", entry.requestId());
            entry.who().ifPresent(who -> out.write("who", who));
            entry.tenant().ifPresent(tenant -> out.write("tenant", tenant));
            entry.model().ifPresent(model -> out.write("model", model));
            out.write("held", entry.held())
                    .write("prompt", entry.prompt())
                    .write("completion", entry.completion())
                    .write("charged", entry.charged())
                    .write("outcome", entry.outcome())
                    .write("status", entry.status());
            entry.firstByteMillis().ifPresent(millis -> out.write("firstByteMillis", millis));
            out.write("totalMillis", entry.totalMillis());
            entry.content()
                    .ifPresent(content -> out.writeStartObject("content")
                            .write("prompt", content.prompt())
                            .write("answer", content.answer())
                            .writeEnd());
            out.writeEnd();
        }
        return line.append('\n').toString();
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
