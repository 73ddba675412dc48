package dev.weir.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of API keys that changes while it is in use. */
class KeyFileTest {

    @TempDir
    private Path directory;

    private Path path;
    private KeyFile file;

    @BeforeEach
    void write() throws IOException {
        path = directory.resolve("keys");
        Files.writeString(path, ApiKeysTest.hex("k1") + " alice\n");
        file = new KeyFile(path, InstantSource.system());
        assertThat(file.reread()).isTrue();
    }

    private boolean has(String key) {
        return file.keys().find(Digest.of(key)).isPresent();
    }

    /** What has changed counts when it is found a second time. */
    private boolean rereadTwice() {
        assertThat(file.reread()).isFalse();
        return file.reread();
    }

    @Test
    void reread_whileTheFileIsWritten_adoptsNothingOfIt() throws IOException {
        String whole = ApiKeysTest.hex("k0") + " carol\n" + ApiKeysTest.hex("k1") + " alice\n";
        for (int end : new int[] {0, whole.indexOf('\n') + 1, whole.length() - 3}) {
            Files.writeString(path, whole.substring(0, end));
            assertThat(file.reread()).isFalse();
            assertThat(has("k1")).isTrue();
            assertThat(has("k0")).isFalse();
        }
        Files.writeString(path, whole);
        assertThat(rereadTwice()).isTrue();
        assertThat(has("k0")).isTrue();
        assertThat(has("k1")).isTrue();
    }

    @Test
    void reread_unchanged_changesNothing() {
        assertThat(file.reread()).isFalse();
        assertThat(has("k1")).isTrue();
    }

    @Test
    void reread_otherContentOfTheSameSizeAndTime_isSeen() throws IOException {
        FileTime time = Files.getLastModifiedTime(path);
        Files.writeString(path, ApiKeysTest.hex("k2") + " alice\n");
        Files.setLastModifiedTime(path, time);
        assertThat(rereadTwice()).isTrue();
        assertThat(has("k1")).isFalse();
        assertThat(has("k2")).isTrue();
    }

    @Test
    void reread_replacedByRename_isSeen() throws IOException {
        Path other = Files.writeString(directory.resolve("next"), ApiKeysTest.hex("k2") + " bob\n");
        Files.move(other, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertThat(rereadTwice()).isTrue();
        assertThat(has("k2")).isTrue();
    }

    @Test
    void reread_linkThatPointsElsewhere_isSeen() throws IOException {
        Path first = Files.writeString(directory.resolve("first"), ApiKeysTest.hex("k1") + " alice\n");
        Path second = Files.writeString(directory.resolve("second"), "# none\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), first);
        file = new KeyFile(link, InstantSource.system());
        assertThat(file.reread()).isTrue();
        assertThat(has("k1")).isTrue();
        Files.delete(link);
        Files.createSymbolicLink(link, second);
        assertThat(rereadTwice()).isTrue();
        assertThat(has("k1")).isFalse();
    }

    @Test
    void reread_wrongLine_keepsTheWholeContentBefore() throws IOException {
        Files.writeString(path, ApiKeysTest.hex("k2") + " bob\nnonsense\n");
        assertThat(rereadTwice()).isFalse();
        assertThat(has("k1")).isTrue();
        assertThat(has("k2")).isFalse();
        Files.writeString(path, ApiKeysTest.hex("k2") + " bob\n");
        assertThat(rereadTwice()).isTrue();
        assertThat(has("k1")).isFalse();
    }

    @Test
    void reread_removedFile_keepsTheKeys_emptyFileRevokesAll() throws IOException {
        Files.delete(path);
        assertThat(file.reread()).isFalse();
        assertThat(has("k1")).isTrue();
        Files.writeString(path, "");
        assertThat(rereadTwice()).isTrue();
        assertThat(has("k1")).isFalse();
    }

    @Test
    void check_fileThatIsAbsent_isAProblemOfTheWhole() {
        List<String> problems = new ArrayList<>();
        KeyFile.check(directory.resolve("absent"), (line, rule) -> problems.add(line + ": " + rule));
        assertThat(problems).containsExactly("0: must be a file that can be read, of at most 16 MiB");
    }
}
