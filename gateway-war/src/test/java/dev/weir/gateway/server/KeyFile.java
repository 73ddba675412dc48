package dev.weir.gateway.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The file that tells the gateways who their callers are. Each test takes callers of its own. Thread-safe. */
public final class KeyFile {

    /** What each caller of a tier has: callers are made ahead, because a gateway needs a second to learn of one. */
    private static final int AHEAD = 120;

    private final Path file;
    private final List<ApiKey> keys = new ArrayList<>();
    private final Map<String, Integer> taken = new HashMap<>();

    public KeyFile(Path file, Iterable<String> tiers) {
        this.file = file;
        for (String tier : tiers) {
            for (int i = 0; i < AHEAD; i++) {
                keys.add(new ApiKey("sk-" + tier + '-' + i, tier + '-' + i + " tier=" + tier));
            }
        }
        write();
    }

    public Path path() {
        return file;
    }

    /** A caller on {@code tier} that no test had before. */
    public synchronized ApiKey next(String tier) {
        int number = taken.merge(tier, 1, Integer::sum) - 1;
        return keys.stream()
                .filter(key -> key.name().equals(tier + '-' + number))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("all callers on tier " + tier + " are taken"));
    }

    public synchronized void add(List<ApiKey> more) {
        keys.addAll(more);
        write();
    }

    public synchronized void revoke(ApiKey key) {
        keys.remove(key);
        write();
    }

    /** Replaces it whole, as those do who manage keys. */
    private void write() {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, keys.stream().map(ApiKey::line).collect(Collectors.joining()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
