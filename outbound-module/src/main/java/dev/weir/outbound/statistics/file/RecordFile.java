package dev.weir.outbound.statistics.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file that records are appended to. What a process that was killed did not write to its end is removed when the file
 * is opened again; complete records are never changed. For use by one thread at a time.
 */
final class RecordFile implements AutoCloseable {

    private static final int LOOKED_AT = 1 << 20;
    private static final int TIME_LENGTH = 64;
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");

    private final Path path;
    private final StatisticsFormat format;
    private final FileChannel channel;
    /** Where the last complete record ends; 0 without any. */
    private long end;

    private RecordFile(Path path, StatisticsFormat format, FileChannel channel) {
        this.path = path;
        this.format = format;
        this.channel = channel;
    }

    /**
     * Opens the file, or makes it.
     *
     * @throws IOException also if there is a file that holds something else: it is not touched
     */
    static RecordFile open(Path path, StatisticsFormat format) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        RecordFile file = new RecordFile(path, format, channel);
        try {
            file.recover();
            return file;
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private void recover() throws IOException {
        long size = channel.size();
        String mark = format.mark();
        String begin = read(0, Math.min(size, mark.length()));
        if (!mark.startsWith(begin)) {
            throw new IOException(path + " is no file of statistics in the format " + format.choice());
        }
        long from = Math.max(0, size - LOOKED_AT);
        end = begin.equals(mark) ? endOfRecords(from, read(from, size - from)) : 0;
        if (size > length()) {
            complete();
        }
    }

    /** Where the last line ends that is a record. */
    private long endOfRecords(long from, String text) throws IOException {
        String separator = format == StatisticsFormat.CSV ? "\r\n" : "\n";
        int lineEnd = text.lastIndexOf(separator);
        while (lineEnd >= 0) {
            int before = text.lastIndexOf(separator, lineEnd - 1);
            int begin = before < 0 ? 0 : before + separator.length();
            String line = text.substring(begin, lineEnd);
            String record =
                    format == StatisticsFormat.JSON && line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
            // the heading of a CSV is a line like others here: what comes after it is the same
            if (format.isWhole(record)) {
                return from + begin + record.length();
            }
            lineEnd = before;
        }
        if (from > 0) {
            throw new IOException(path + " has no complete record in its last " + LOOKED_AT + " bytes");
        }
        return 0;
    }

    /** Cuts what is behind the last complete record, and ends the file after it. */
    private void complete() throws IOException {
        channel.truncate(end);
        if (end > 0) {
            write(format.tail(), end);
        }
    }

    /** How long the file is. */
    long length() {
        return end == 0 ? 0 : end + format.tail().length();
    }

    /** Whether it was written with other columns, by another version. */
    boolean isOfOtherVersion() throws IOException {
        String head = format.head();
        return end > 0 && !read(0, head.length()).equals(head);
    }

    /** The first time that is named in it; empty without any. */
    Optional<Instant> begin() throws IOException {
        Matcher time = TIME.matcher(read(0, Math.min(length(), format.head().length() + TIME_LENGTH)));
        try {
            return time.find() ? Optional.of(Instant.parse(time.group())) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The bytes by which the file grows with these records. */
    String text(List<StatisticsRecord> records) {
        return records.stream().map(format::text).collect(Collectors.joining(format.between()));
    }

    /**
     * Appends records that are {@code text}; they are on the disk when this returns.
     *
     * @throws IOException if they are not; then none of them is in the file, and it has to be opened again
     */
    void append(String text) throws IOException {
        String all = (end == 0 ? format.head() : format.between()) + text;
        try {
            write(all + format.tail(), end);
            channel.force(false);
        } catch (IOException | RuntimeException | Error e) {
            undo(e);
            throw e;
        }
        end += all.getBytes(UTF_8).length;
    }

    /** The disk is full, for example: what was written of a record is cut. If that fails too, the next open does it. */
    private void undo(Throwable failure) {
        try {
            complete();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** As many characters as bytes: records have separators and braces in ASCII alone. */
    private String read(long from, long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        int read = 0;
        while (read >= 0 && bytes.hasRemaining()) {
            read = channel.read(bytes, from + bytes.position());
        }
        return new String(bytes.array(), 0, bytes.position(), ISO_8859_1);
    }

    private void write(String text, long at) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes, at + bytes.position());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
