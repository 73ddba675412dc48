package dev.weir.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * Writes each record as one JSON object in one line: {@code time}, {@code level}, {@code logger}, {@code message}, the
 * fields of the record ({@code event}, {@code policy}, {@code source}, {@code retryAfterMs}, {@code instance}), and
 * {@code exception} with the whole stack trace. Safe for use by many threads.
 *
 * <p>A server whose class path has this jar can name it in {@code logging.properties}:
 *
 * <pre>
 * java.util.logging.FileHandler.formatter=dev.weir.log.JsonFormatter
 * </pre>
 *
 * A jar in an application is not seen there; {@code ratelimit.log.format=json} is for that case.
 */
public final class JsonFormatter extends Formatter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int FIRST_PRINTABLE = 0x20;

    private final String instance;

    /** Creates one; the configuration of a server does so by this constructor. */
    public JsonFormatter() {
        this("");
    }

    /** @param instance tells the records of this instance from those of others; empty if it is not known */
    JsonFormatter(String instance) {
        this.instance = instance;
    }

    @Override
    public String format(LogRecord record) {
        StringBuilder line = new StringBuilder("{");
        member(line, "time", TIME.format(record.getInstant()));
        member(line, "level", record.getLevel().getName());
        if (record.getLoggerName() != null) {
            member(line, "logger", record.getLoggerName());
        }
        String message = formatMessage(record);
        if (message != null) {
            member(line, "message", message);
        }
        fields(line, record.getParameters());
        if (!instance.isEmpty()) {
            member(line, "instance", instance);
        }
        if (record.getThrown() != null) {
            StringWriter trace = new StringWriter();
            record.getThrown().printStackTrace(new PrintWriter(trace, true));
            member(line, "exception", trace.toString());
        }
        return line.append("}\n").toString();
    }

    /**
     * A map among the parameters has fields. It is of a type of Java: the record can come from another class loader.
     */
    private static void fields(StringBuilder line, Object[] parameters) {
        if (parameters == null) {
            return;
        }
        for (Object parameter : parameters) {
            if (parameter instanceof Map<?, ?> fields) {
                fields.forEach((name, value) -> {
                    separate(line);
                    quote(line, String.valueOf(name));
                    line.append(':');
                    if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
                        line.append(value);
                    } else {
                        quote(line, String.valueOf(value));
                    }
                });
            }
        }
    }

    private static void member(StringBuilder line, String name, String value) {
        separate(line);
        quote(line, name);
        line.append(':');
        quote(line, value);
    }

    private static void separate(StringBuilder line) {
        if (line.length() > 1) {
            line.append(',');
        }
    }

    /** Line separators of Unicode and halves of pairs are escaped too: not every reader takes them as they are. */
    private static void quote(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                line.append(c).append(text.charAt(++i));
            } else if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c == '\n') {
                line.append("\\n");
            } else if (c == '\t') {
                line.append("\\t");
            } else if (c == '\r') {
                line.append("\\r");
            } else if (c < FIRST_PRINTABLE
                    || c == 0x7f
                    || c == 0x85
                    || c == 0x2028
                    || c == 0x2029
                    || Character.isSurrogate(c)) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
