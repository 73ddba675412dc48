package dev.weir.monitor.report;

/**
 * A text of numbers and texts one after the other: numbers end with a comma, and of a text its length comes before it,
 * so that it may have any characters. For use by one thread.
 */
final class TextForm {

    private TextForm() {}

    /** Writes it. */
    static final class Writer {

        private final StringBuilder written = new StringBuilder();

        Writer number(long number) {
            written.append(number).append(',');
            return this;
        }

        Writer text(String text) {
            number(text.length());
            written.append(text);
            return this;
        }

        int length() {
            return written.length();
        }

        @Override
        public String toString() {
            return written.toString();
        }
    }

    /** Reads it; each method throws an {@link IllegalArgumentException} where something else stands. */
    static final class Reader {

        private final String text;
        private int place;

        Reader(String text) {
            this.text = text;
        }

        boolean hasMore() {
            return place < text.length();
        }

        long number() {
            int end = text.indexOf(',', place);
            if (end < 0) {
                throw new IllegalArgumentException("a number is missing at " + place);
            }
            long number = Long.parseLong(text, place, end, 10);
            place = end + 1;
            return number;
        }

        /** A number that says how many of something follow. */
        int count() {
            long count = number();
            if (count < 0 || count > text.length() - place) {
                throw new IllegalArgumentException("there is no room for " + count + " at " + place);
            }
            return (int) count;
        }

        String text() {
            int length = count();
            place += length;
            return text.substring(place - length, place);
        }
    }
}
