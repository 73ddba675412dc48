package dev.weir.outbound.remote;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** A stream whose first bytes are kept, so that they can be read several times. For use by one thread. */
final class RecordedBody {

    private static final int FIRST_SIZE = 4_096;
    private static final byte[] NOTHING = {};

    private final InputStream source;
    private final int most;

    private byte[] kept = NOTHING;
    private int length;
    /** Whether the source has ended, or failed, within what is kept. */
    private boolean ended;

    private Optional<IOException> failure = Optional.empty();

    RecordedBody(InputStream source, int most) {
        this.source = source;
        this.most = most;
    }

    /** The first bytes, read from the source as they are read from this stream. To close it does nothing. */
    InputStream prefix() {
        return new Replay() {
            @Override
            int readMore(byte[] target, int offset, int count) throws IOException {
                return length < most ? record(target, offset, Math.min(count, most - length)) : -1;
            }

            @Override
            int availableMore() throws IOException {
                return Math.min(source.available(), most - length);
            }
        };
    }

    private int record(byte[] target, int offset, int count) throws IOException {
        try {
            int read = source.read(target, offset, count);
            if (read < 0) {
                ended = true;
            } else {
                keep(target, offset, read);
            }
            return read;
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    private void keep(byte[] bytes, int offset, int count) {
        if (kept.length - length < count) {
            int size = Math.max(Math.max(FIRST_SIZE, length + count), Math.min(most, kept.length * 2));
            kept = Arrays.copyOf(kept, Math.min(most, size));
        }
        System.arraycopy(bytes, offset, kept, length, count);
        length += count;
    }

    /** All bytes, and then what the source has besides. To close it closes the source. */
    InputStream whole() {
        return new Replay() {
            @Override
            int readMore(byte[] target, int offset, int count) throws IOException {
                kept = NOTHING;
                return source.read(target, offset, count);
            }

            @Override
            int availableMore() throws IOException {
                return source.available();
            }

            @Override
            public void close() throws IOException {
                source.close();
            }
        };
    }

    /** Reads what is kept first. */
    private abstract class Replay extends InputStream {

        private int at;

        /** Reads from the source, which has not ended. */
        abstract int readMore(byte[] target, int offset, int count) throws IOException;

        abstract int availableMore() throws IOException;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (at < length) {
                int copied = Math.min(count, length - at);
                System.arraycopy(kept, at, target, offset, copied);
                at += copied;
                return copied;
            }
            if (failure.isPresent()) {
                throw failure.get();
            }
            if (ended) {
                return -1;
            }
            int read = readMore(target, offset, count);
            // what is recorded has been read from here too
            at = Math.max(at, Math.min(length, at + Math.max(0, read)));
            return read;
        }

        @Override
        public int available() throws IOException {
            return at < length ? length - at : ended || failure.isPresent() ? 0 : availableMore();
        }
    }
}
