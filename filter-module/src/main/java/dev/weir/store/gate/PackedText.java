package dev.weir.store.gate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The text of a state in about half of its bytes, because an instance can hold a million of them: four bits for each
 * character that such texts have, twelve for any other byte. Any text can be packed.
 */
final class PackedText {

    private static final String ALPHABET = "0123456789|,;-s";
    /** Before a byte that the alphabet does not have; alone at the end it fills up the last byte. */
    private static final int ESCAPE = ALPHABET.length();

    private static final int BITS = 4;
    private static final int MASK = 0xf;

    private PackedText() {}

    static byte[] pack(String text) {
        Nibbles packed = new Nibbles();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            int symbol = ALPHABET.indexOf(each);
            if (symbol >= 0) {
                packed.add(symbol);
            } else {
                packed.add(ESCAPE);
                packed.add(each >> BITS & MASK);
                packed.add(each & MASK);
            }
        }
        return packed.bytes();
    }

    static String unpack(byte[] packed) {
        byte[] bytes = new byte[2 * packed.length];
        int length = 0;
        int end = 2 * packed.length;
        for (int i = 0; i < end; i++) {
            int symbol = nibble(packed, i);
            if (symbol != ESCAPE) {
                bytes[length++] = (byte) ALPHABET.charAt(symbol);
            } else if (i + 2 < end) {
                bytes[length++] = (byte) (nibble(packed, i + 1) << BITS | nibble(packed, i + 2));
                i += 2;
            }
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static int nibble(byte[] packed, int index) {
        int pair = packed[index / 2];
        return (index % 2 == 0 ? pair >> BITS : pair) & MASK;
    }

    /** Four bits after the other, two to a byte. */
    private static final class Nibbles {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(32);
        private int first;
        private boolean half;

        void add(int nibble) {
            if (half) {
                bytes.write(first << BITS | nibble);
            } else {
                first = nibble;
            }
            half = !half;
        }

        byte[] bytes() {
            if (half) {
                add(ESCAPE);
            }
            return bytes.toByteArray();
        }
    }
}
