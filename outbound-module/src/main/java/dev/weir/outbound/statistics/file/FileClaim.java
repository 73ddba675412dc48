package dev.weir.outbound.statistics.file;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right to write to a file, which one instance has at a time: a lock on {@code <file>.lock}, which the operating
 * system gives up when the process ends, whatever ends it. The file of the lock stays: to delete it would let two
 * instances lock two files of the same name.
 *
 * @param file the file that may be written to
 * @param lock is held until it is closed
 * @param mark tells other applications of this server
 */
record FileClaim(Path file, FileLock lock, String mark) implements AutoCloseable {

    private static final int MOST = 100;

    /**
     * Before the path of the file, a system property while an application of this server has it: to open and close the
     * file once more would end the lock, as POSIX says of {@code fcntl}. Applications share nothing else.
     */
    private static final String MARK = "dev.weir.outbound.claim:";

    /**
     * Claims {@code file}, or, if another instance has it, the first of {@code name-2.ext}, {@code name-3.ext} and so
     * on that is free.
     *
     * @throws IOException if the directory cannot be written to, or a hundred instances write there
     */
    static FileClaim of(Path file) throws IOException {
        Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
        for (int number = 1; number <= MOST; number++) {
            FileNames names = FileNames.of(file);
            Path candidate = number == 1 ? file : file.resolveSibling(names.stem() + '-' + number + names.extension());
            Path real = directory.toRealPath().resolve(String.valueOf(candidate.getFileName()));
            Optional<FileClaim> claim = claim(candidate, MARK + real);
            if (claim.isPresent()) {
                return claim.get();
            }
        }
        throw new IOException(file + " and " + (MOST - 1) + " further files are all written to by others");
    }

    private static Optional<FileClaim> claim(Path file, String mark) throws IOException {
        Path path = file.resolveSibling(file.getFileName() + ".lock");
        if (System.getProperties().putIfAbsent(mark, "") != null) {
            return Optional.empty();
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                end(channel, mark);
            }
        }
        return lock == null ? Optional.empty() : Optional.of(new FileClaim(file, lock, mark));
    }

    private static void end(@Nullable Channel channel, String mark) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            System.getProperties().remove(mark);
        }
    }

    @Override
    public void close() throws IOException {
        end(lock.acquiredBy(), mark);
    }
}
