package dev.weir.database;

import java.util.HexFormat;

/**
 * Encodes an id as a database stores it: ASCII without capitals and blanks. Some databases ignore case, accents and
 * trailing blanks when they compare texts, some replace characters that their character set does not have, and
 * PostgreSQL refuses the character 0. Two counters must never become one.
 *
 * <pre>
 * login|u:Zoë  ->  login|u:^zo%00eb
 * </pre>
 */
final class IdCodec {

    private static final HexFormat HEX = HexFormat.of();
    private static final char CAPITAL = '^';
    private static final char CODE = '%';
    private static final int CODE_DIGITS = 4;

    private IdCodec() {}

    static String encode(String id) {
        StringBuilder column = new StringBuilder(id.length() + 16);
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                column.append(CAPITAL).append((char) (c - 'A' + 'a'));
            } else if (c > ' ' && c < 0x7f && c != CAPITAL && c != CODE) {
                column.append(c);
            } else {
                column.append(CODE).append(HEX.toHexDigits(c));
            }
        }
        return column.toString();
    }

    /**
     * Returns the id that {@code column} encodes.
     *
     * @throws IllegalArgumentException if {@code column} is not an output of {@link #encode}
     */
    static String decode(String column) {
        StringBuilder id = new StringBuilder(column.length());
        int i = 0;
        while (i < column.length()) {
            char c = column.charAt(i++);
            int follow = c == CODE ? CODE_DIGITS : c == CAPITAL ? 1 : 0;
            if (i + follow > column.length()) {
                throw new IllegalArgumentException("expected the form of an id");
            }
            switch (c) {
                case CODE -> id.append((char) HexFormat.fromHexDigits(column, i, i + follow));
                case CAPITAL -> id.append((char) (column.charAt(i) - 'a' + 'A'));
                default -> id.append(c);
            }
            i += follow;
        }
        return id.toString();
    }
}
