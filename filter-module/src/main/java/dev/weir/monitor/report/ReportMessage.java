package dev.weir.monitor.report;

import java.util.Optional;

/**
 * What instances tell each other at once about their reports. The letters are part of what travels. Immutable.
 *
 * @param kind a letter, which can be one that only later versions know
 * @param namespace of the application
 * @param id of the instance that it comes from
 */
record ReportMessage(char kind, String namespace, String id) {

    /** An operator asks the instance. */
    static final char ASK = 'a';
    /** It is there. */
    static final char HERE = 'h';
    /** It has published its report. */
    static final char PUBLISHED = 'p';
    /** It ends, and has published its last report. */
    static final char LEFT = 'l';

    String encode() {
        return kind + new TextForm.Writer().text(namespace).text(id).toString();
    }

    /** The message that {@code text} is, if it is one. */
    static Optional<ReportMessage> decode(String text) {
        try {
            TextForm.Reader reader = new TextForm.Reader(text.substring(1));
            return Optional.of(new ReportMessage(text.charAt(0), reader.text(), reader.text()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
