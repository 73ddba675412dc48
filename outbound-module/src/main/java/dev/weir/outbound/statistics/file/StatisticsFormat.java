package dev.weir.outbound.statistics.file;

import java.util.Locale;

/**
 * How a file of statistics is written: {@code ratelimit.throttle.statistics.format}. In each of them the file is
 * complete after each interval.
 */
public enum StatisticsFormat {
    /** One array of objects, an object in a line. */
    JSON("[\n", ",\n", "\n]\n"),
    /** An object in each line. */
    JSONL("", "\n", "\n"),
    /** A heading and a line for each record, RFC 4180. */
    CSV(RecordText.heading() + "\r\n", "\r\n", "\r\n");

    private final String head;
    private final String between;
    private final String tail;

    StatisticsFormat(String head, String between, String tail) {
        this.head = head;
        this.between = between;
        this.tail = tail;
    }

    /** The value of the property: {@code jsonl}. */
    public String choice() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is before the first record. */
    String head() {
        return head;
    }

    /** What is between two records. */
    String between() {
        return between;
    }

    /** What is after the last record. */
    String tail() {
        return tail;
    }

    /** What each file begins with, so that no file of another kind is ever written to. */
    String mark() {
        return this == CSV ? RecordText.firstColumns() : head + RecordText.JSON_BEGIN;
    }

    /** A record as text. */
    String text(StatisticsRecord record) {
        return this == CSV ? RecordText.csv(record) : RecordText.json(record);
    }

    /** Whether a line is a record that was written to its end. The text has no line separators in a record. */
    boolean isWhole(String line) {
        if (this == CSV) {
            return !line.isEmpty();
        }
        int open = 0;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                open += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            }
        }
        return open == 0 && !quoted && line.startsWith(RecordText.JSON_BEGIN) && line.endsWith("}");
    }
}
