package dev.weir.outbound.statistics.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Appends records to the file of the settings, or to another if an instance has it, and begins a new one when it is
 * large or old enough. Opens it again after a failure, and if somebody has moved it. For use by one thread at a time.
 */
final class RotatedFile implements AutoCloseable {

    private final StatisticsSettings settings;
    private final Path wanted;
    private final OncePerMinute log;
    private @Nullable FileClaim claim;
    private @Nullable RecordFile open;
    private Optional<Instant> begin = Optional.empty();

    RotatedFile(StatisticsSettings settings, Path wanted, OncePerMinute log) {
        this.settings = settings;
        this.wanted = wanted;
        this.log = log;
    }

    /**
     * Appends all of them.
     *
     * @throws IOException if none of them was appended
     */
    void append(List<StatisticsRecord> records, Instant now) throws IOException {
        RecordFile file = opened();
        String text = file.text(records);
        if (file.length() > 0 && isDue(file, text.length(), now)) {
            rotate(now);
            file = opened();
        }
        try {
            file.append(text);
        } catch (IOException | RuntimeException | Error e) {
            closeFile();
            throw e;
        }
        if (begin.isEmpty()) {
            begin = Optional.of(records.get(0).from());
        }
    }

    private RecordFile opened() throws IOException {
        FileClaim claimed = claim;
        if (claimed == null) {
            claimed = FileClaim.of(wanted);
            claim = claimed;
            tidy(claimed);
        }
        if (open != null && !Files.exists(claimed.file())) {
            closeFile();
        }
        RecordFile file = open;
        if (file == null) {
            Files.createDirectories(claimed.file().toAbsolutePath().getParent());
            file = RecordFile.open(claimed.file(), settings.format());
            begin = file.begin();
            open = file;
        }
        return file;
    }

    /** Ends what a process that was killed has begun. */
    private void tidy(FileClaim claimed) {
        try {
            complete(claimed).tidy();
        } catch (IOException | RuntimeException e) {
            log.warn("statistics of limited calls: cannot compress files beside " + claimed.file(), e);
        }
    }

    private boolean isDue(RecordFile file, int more, Instant now) throws IOException {
        boolean large = file.length() + more > settings.rotateBytes();
        boolean old = begin.map(first -> Duration.between(first, now).compareTo(settings.rotateEvery()) >= 0)
                .orElse(false);
        return large || old || file.isOfOtherVersion();
    }

    /** If that fails, the records go to the same file: to lose them would be worse than a large file. */
    private void rotate(Instant now) throws IOException {
        if (claim == null) {
            return;
        }
        closeFile();
        try {
            complete(claim).add(now);
        } catch (IOException | RuntimeException e) {
            log.warn("statistics of limited calls: cannot rotate " + claim.file(), e);
        }
    }

    private CompleteFiles complete(FileClaim claimed) {
        return new CompleteFiles(claimed.file(), settings.gzip(), settings.keep());
    }

    private void closeFile() throws IOException {
        RecordFile file = open;
        open = null;
        begin = Optional.empty();
        if (file != null) {
            file.close();
        }
    }

    /** Lets others write to the file. */
    @Override
    public void close() throws IOException {
        closeFile();
        FileClaim claimed = claim;
        claim = null;
        if (claimed != null) {
            claimed.close();
        }
    }
}
