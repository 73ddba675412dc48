package dev.weir.gateway.token;

/** Each byte of UTF-8 is a token: an upper bound for every encoding of byte pairs. */
enum Bytes implements Tokenizer {
    INSTANCE;

    @Override
    public int count(String text) {
        return of(text, 0, text.length());
    }

    /** The bytes of a part of {@code text}; half of a surrogate pair has as many as the character in its place. */
    static int of(CharSequence text, int from, int to) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            char one = text.charAt(i);
            if (one < 0x80) {
                bytes++;
            } else if (one < 0x800) {
                bytes += 2;
            } else if (Character.isHighSurrogate(one) && i + 1 < to && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
