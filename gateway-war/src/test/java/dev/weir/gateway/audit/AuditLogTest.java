package dev.weir.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One line for each request, and no request that waits for it. */
class AuditLogTest {

    private static final JsonReaderFactory JSON = Json.createReaderFactory(Map.of());

    @TempDir
    private Path directory;

    private Path path;
    private AuditLog log;

    @BeforeEach
    void open() {
        path = directory.resolve("deep/audit.jsonl");
        log = new AuditLog(path, InstantSource.system());
    }

    private void start() {
        log.start(Thread::new);
    }

    private static AuditEntry entry(String id, Optional<AuditEntry.Content> content) {
        return new AuditEntry(
                Instant.parse("2026-12-01T12:00:00.123456Z"),
                id,
                Optional.of("alice\"\n"),
                Optional.of("acme"),
                Optional.of("llama"),
                300,
                20,
                30,
                50,
                "completed",
                200,
                OptionalLong.of(12),
                345,
                content);
    }

    private static AuditEntry entry(String id) {
        return entry(id, Optional.empty());
    }

    private List<JsonObject> lines(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> JSON.createReader(new StringReader(line)).readObject())
                .toList();
    }

    @Test
    void line_ofAnEntry_hasAllOfIt() throws IOException {
        start();
        log.write(entry("r1", Optional.of(new AuditEntry.Content("{\"a\":1}", "데이터\u2028"))));
        log.close();
        JsonObject line = lines(path).get(0);
        assertThat(line.keySet())
                .containsExactly(
                        "time",
                        "request",
                        "who",
                        "tenant",
                        "model",
                        "held",
                        "prompt",
                        "completion",
                        "charged",
                        "outcome",
                        "status",
                        "firstByteMillis",
                        "totalMillis",
                        "content");
        assertThat(line.getString("time")).isEqualTo("2026-12-01T12:00:00.123Z");
        assertThat(line.getString("who")).isEqualTo("alice\"\n");
        assertThat(line.getInt("held")).isEqualTo(300);
        assertThat(line.getInt("charged")).isEqualTo(50);
        assertThat(line.getJsonObject("content").getString("answer")).isEqualTo("데이터\u2028");
    }

    @Test
    void write_byManyThreads_losesNoLine() throws Exception {
        start();
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(thread -> new Thread(() -> {
                    try {
                        begin.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    for (int i = 0; i < 500; i++) {
                        log.write(entry(thread + "-" + i));
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        log.close();
        assertThat(lines(path).stream().map(line -> line.getString("request")).distinct())
                .hasSize(4_000);
        assertThat(log.written()).isEqualTo(4_000);
        assertThat(log.lost()).isZero();
    }

    @Test
    void write_moreThanCanWait_isLostAndCountedAtOnce() throws IOException {
        for (int i = 0; i < AuditLog.MOST_LINES + 10; i++) {
            log.write(entry("r" + i));
        }
        assertThat(log.lost()).isEqualTo(10);
        start();
        log.close();
        assertThat(lines(path)).hasSize(AuditLog.MOST_LINES);
    }

    @Test
    void write_moreContentThanMayWait_isLostAndCounted() {
        AuditEntry large = entry("r", Optional.of(new AuditEntry.Content("x".repeat(1 << 20), "")));
        for (int i = 0; i < 20; i++) {
            log.write(large);
        }
        assertThat(log.lost()).isEqualTo(20 - AuditLog.MOST_CHARACTERS / (1 << 20) + 1);
    }

    @Test
    void write_afterTheFileWasMoved_beginsANewOne() throws IOException {
        start();
        log.write(entry("r1"));
        await().until(() -> log.written() == 1);
        Path moved = Files.move(path, path.resolveSibling("audit.1"));
        log.write(entry("r2"));
        log.close();
        assertThat(lines(moved)).extracting(line -> line.getString("request")).containsExactly("r1");
        assertThat(lines(path)).extracting(line -> line.getString("request")).containsExactly("r2");
    }

    @Test
    void write_toADirectoryThatIsAFile_isLost_andGoesOnWhenItCan() throws IOException {
        Files.writeString(directory.resolve("deep"), "in the way");
        start();
        log.write(entry("r1"));
        await().until(() -> log.lost() == 1);
        Files.delete(directory.resolve("deep"));
        log.write(entry("r2"));
        log.close();
        assertThat(lines(path)).extracting(line -> line.getString("request")).containsExactly("r2");
    }

    @Test
    void write_toAFullDisk_isLost() {
        Path full = Path.of("/dev/full");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full));
        log = new AuditLog(full, InstantSource.system());
        start();
        log.write(entry("r1"));
        await().until(() -> log.lost() == 1);
        log.close();
        assertThat(log.written()).isZero();
    }

    @Test
    void file_onASystemWithOwners_isForItsOwnerAlone() throws IOException {
        start();
        log.write(entry("r1"));
        log.close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void write_afterTheEnd_isLost() {
        start();
        log.close();
        log.write(entry("r1"));
        assertThat(log.lost()).isEqualTo(1);
    }
}
