package dev.weir.gateway.server;

import dev.weir.example.FreePorts;
import dev.weir.example.PayaraBuilder;
import dev.weir.example.PayaraInstance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Instances of the gateway in one cluster. */
public final class GatewayServers implements AutoCloseable {

    private final String cluster = "weir-gateway-" + ProcessHandle.current().pid() + '-' + FreePorts.one();
    private final List<Integer> grid;
    private final Map<String, String> properties;
    private final Path directory;
    private final List<PayaraInstance> instances = new ArrayList<>();

    private GatewayServers(int count, Map<String, String> properties, Path directory) {
        this.grid = FreePorts.some(count);
        this.properties = Map.copyOf(properties);
        this.directory = directory;
    }

    /**
     * Starts {@code count} of them, with audit files in {@code directory}, and waits until they have found each other.
     */
    public static GatewayServers start(int count, Map<String, String> properties, Path directory) {
        GatewayServers servers = new GatewayServers(count, properties, directory);
        try {
            for (int i = 0; i < count; i++) {
                servers.instances.add(servers.builder(i).launch());
            }
            servers.instances.forEach(each -> each.awaitReady().awaitMembers(count));
            return servers;
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private PayaraBuilder builder(int number) {
        PayaraBuilder builder = PayaraInstance.named("gateway-" + number)
                .cluster(cluster, grid.get(number), grid)
                .property("ratelimit.llm.audit.file", auditFile(number).toString());
        properties.forEach(builder::property);
        return builder;
    }

    private Path auditFile(int number) {
        return directory.resolve("audit-" + number + ".jsonl");
    }

    public PayaraInstance get(int number) {
        return instances.get(number);
    }

    public List<PayaraInstance> all() {
        return List.copyOf(instances);
    }

    /** Starts the one of this number anew, after it was ended. */
    public void restart(int number) {
        instances.get(number).close();
        instances.set(number, builder(number).launch());
        instances.get(number).awaitReady();
    }

    /** The lines of the audit of one, or none if there is no file yet. */
    public List<String> audit(int number) {
        try {
            return Files.exists(auditFile(number)) ? Files.readAllLines(auditFile(number)) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        instances.forEach(PayaraInstance::close);
    }
}
