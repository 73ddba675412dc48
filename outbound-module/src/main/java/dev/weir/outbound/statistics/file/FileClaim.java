package dev.weir.outbound.statistics.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to write to a file, which one instance has at a time: a lock on {@code <file>.lock}, which the operating
 * system gives up when the process ends, whatever ends it. The file of the lock stays: to delete it would let two
 * instances lock two files of the same name.
 *
 * @param file the file that may be written to
 */
record FileClaim(Path file, FileLock lock) implements AutoCloseable {

    private static final int MOST = 100;

    /**
     * Claims {@code file}, or, if another instance has it, the first of {@code name-2.ext}, {@code name-3.ext} and so
     * on that is free.
     *
     * @throws IOException if the directory cannot be written to, or a hundred instances write there
     */
    static FileClaim of(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        for (int number = 1; number <= MOST; number++) {
            FileNames names = FileNames.of(file);
            Path candidate = number == 1 ? file : file.resolveSibling(names.stem() + '-' + number + names.extension());
            FileChannel channel = FileChannel.open(
                    candidate.resolveSibling(candidate.getFileName() + ".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock lock = lock(channel);
            if (lock != null) {
                return new FileClaim(candidate, lock);
            }
            channel.close();
        }
        throw new IOException(file + " and " + (MOST - 1) + " further files are all written to by others");
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // another application of this server
            return null;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
    }
}
