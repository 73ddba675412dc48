package dev.weir.monitor.report;

import java.util.Optional;

/**
 * What instances tell each other at once about their reports. The letters are part of what travels. Immutable.
 *
 * @param kind a letter, which can be one that only later versions know
 * @param namespace of the application
 * @param id of the instance that it comes from
 * @param part the part of the report that it is about; empty for the report
 */
record ReportMessage(char kind, String namespace, String id, String part) {

    /** An operator asks the instance. */
    static final char ASK = 'a';
    /** An operator asks it for a part of the report, too. */
    static final char WANT = 'w';
    /** It is there. */
    static final char HERE = 'h';
    /** It has published its report. */
    static final char PUBLISHED = 'p';
    /** It ends, and has published its last report. */
    static final char LEFT = 'l';

    ReportMessage(char kind, String namespace, String id) {
        this(kind, namespace, id, "");
    }

    /** A part is left out where there is none: earlier versions know no other messages. */
    String encode() {
        TextForm.Writer text = new TextForm.Writer().text(namespace).text(id);
        return kind + (part.isEmpty() ? text : text.text(part)).toString();
    }

    /** The message that {@code text} is, if it is one. */
    static Optional<ReportMessage> decode(String text) {
        try {
            TextForm.Reader reader = new TextForm.Reader(text.substring(1));
            return Optional.of(new ReportMessage(
                    text.charAt(0), reader.text(), reader.text(), reader.hasMore() ? reader.text() : ""));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
