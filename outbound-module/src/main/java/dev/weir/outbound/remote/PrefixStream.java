package dev.weir.outbound.remote;

import java.io.IOException;
import java.io.InputStream;

/**
 * At most a number of bytes of another stream, and what comes before its first error: a reader of text that meets an
 * error would drop what it has read before. To close it does nothing.
 */
final class PrefixStream extends InputStream {

    private final InputStream in;
    private int left;

    PrefixStream(InputStream in, int most) {
        this.in = in;
        this.left = most;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (left <= 0) {
            return -1;
        }
        try {
            int count = in.read(target, offset, Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        } catch (IOException e) {
            left = 0;
            return -1;
        }
    }
}
