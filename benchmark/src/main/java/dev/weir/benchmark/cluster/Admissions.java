package dev.weir.benchmark.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Admissions as observed from outside: for each millisecond of a run, the number of admitted calls that began in it and
 * the number that returned in it. Not safe for use by several threads.
 */
final class Admissions {

    private final int[] begun;
    private final int[] returned;
    private long asked;
    private long alone;

    Admissions(int millis) {
        // and one element for calls after the end
        begun = new int[millis + 1];
        returned = new int[millis + 1];
    }

    /**
     * Counts a call. A call that returns after the end of the run may have been decided after the end, so it is not
     * counted as returned in the run.
     */
    void asked(boolean admitted, long beginMillis, long returnMillis) {
        asked++;
        if (admitted) {
            begun[inside(beginMillis)]++;
            returned[inside(returnMillis)]++;
        }
    }

    /** Sets the number of decisions that were made without the cluster. */
    void alone(long decisions) {
        alone = decisions;
    }

    private int inside(long millis) {
        return (int) Math.max(0, Math.min(begun.length - 1L, millis));
    }

    void add(Admissions other) {
        for (int i = 0; i < begun.length; i++) {
            begun[i] += other.begun[i];
            returned[i] += other.returned[i];
        }
        asked += other.asked;
        alone += other.alone;
    }

    long asked() {
        return asked;
    }

    long alone() {
        return alone;
    }

    /** The number of calls that began before each millisecond. */
    long[] begunBefore() {
        return sums(begun);
    }

    /** The number of calls that returned before each millisecond. */
    long[] returnedBefore() {
        return sums(returned);
    }

    private static long[] sums(int[] counts) {
        long[] sums = new long[counts.length];
        for (int i = 0; i + 1 < counts.length; i++) {
            sums[i + 1] = sums[i] + counts[i];
        }
        return sums;
    }

    /** The text that {@link #decode} reads. */
    String encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeInt(begun.length - 1);
            out.writeLong(asked);
            out.writeLong(alone);
            for (int i = 0; i < begun.length; i++) {
                out.writeInt(begun[i]);
                out.writeInt(returned[i]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    static Admissions decode(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
            Admissions decoded = new Admissions(in.readInt());
            decoded.asked = in.readLong();
            decoded.alone = in.readLong();
            for (int i = 0; i < decoded.begun.length; i++) {
                decoded.begun[i] = in.readInt();
                decoded.returned[i] = in.readInt();
            }
            return decoded;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
