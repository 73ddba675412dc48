package dev.weir.gateway.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that is only appended to. One that was moved away, as {@code logrotate} does, is left, and a new one begun.
 * Only its owner may read it. For use by one thread.
 */
final class AuditFile implements AutoCloseable {

    private static final Set<StandardOpenOption> APPEND =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    private final Path path;
    private @Nullable FileChannel open;
    private @Nullable Object key;
    /** Whether the last line has no end, because the disk became full in the middle of it. */
    private boolean torn;

    AuditFile(Path path) {
        this.path = path;
    }

    /** Appends whole lines. */
    void append(byte[] lines) throws IOException {
        FileChannel channel = channel();
        long before = channel.size();
        ByteBuffer all = ByteBuffer.allocate(lines.length + 1);
        if (torn) {
            all.put((byte) '\n');
        }
        all.put(lines).flip();
        try {
            while (all.hasRemaining()) {
                int unused = channel.write(all);
            }
            torn = false;
        } catch (IOException e) {
            torn = channel.size() > before || torn;
            throw e;
        }
    }

    private FileChannel channel() throws IOException {
        FileChannel present = open;
        if (present != null && !isMoved()) {
            return present;
        }
        close();
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        FileChannel opened = FileChannel.open(path, APPEND, ofOwner());
        open = opened;
        key = key();
        return opened;
    }

    private FileAttribute<?>[] ofOwner() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private boolean isMoved() {
        try {
            return !Objects.equals(key, key());
        } catch (IOException e) {
            return true;
        }
    }

    /** Identifies the file where the system has that; null otherwise. */
    private @Nullable Object key() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Override
    public void close() throws IOException {
        FileChannel present = open;
        open = null;
        if (present != null) {
            torn = false;
            present.close();
        }
    }
}
