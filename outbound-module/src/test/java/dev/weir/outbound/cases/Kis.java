package dev.weir.outbound.cases;

import dev.weir.outbound.standalone.StandaloneThrottle;
import dev.weir.outbound.strict.StrictRemote;
import dev.weir.outbound.strict.StrictRules;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A program with a policy of 20 calls a second, and the remote that it calls. */
final class Kis implements AutoCloseable {

    static final String POLICY = "kis";

    final StrictRemote remote = StrictRemote.start(StrictRules.defaults());
    final StandaloneThrottle throttle;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param namesAndValues properties below that of the policy's throttle, names and values in turn */
    Kis(String... namesAndValues) {
        this(List.of(namesAndValues), "20/1s");
    }

    /** One whose limit is another than that of the remote. */
    static Kis of(String limit, String... namesAndValues) {
        return new Kis(List.of(namesAndValues), limit);
    }

    private Kis(List<String> namesAndValues, String limit) {
        Map<String, String> properties = new HashMap<>();
        properties.put("ratelimit.policies", POLICY);
        properties.put("ratelimit.policy.kis.limit", limit);
        properties.put("ratelimit.throttle.kis.limited-when", "status:429,status:503,json:/msg_cd=EGW00201");
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            properties.put("ratelimit.throttle.kis." + namesAndValues.get(i), namesAndValues.get(i + 1));
        }
        throttle = StandaloneThrottle.start(properties);
    }

    HttpResponse<byte[]> get(String id) throws IOException, InterruptedException {
        return get(remote.uri(id));
    }

    HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> post(String id) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(remote.uri(id))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    CompletableFuture<HttpResponse<byte[]>> getAsync(String id) {
        return client.sendAsync(
                HttpRequest.newBuilder(remote.uri(id)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> call(String id) throws Exception {
        return throttle.call(POLICY, () -> get(id));
    }

    CompletableFuture<HttpResponse<byte[]>> callAsync(String id) {
        return throttle.callAsync(POLICY, () -> getAsync(id)).toCompletableFuture();
    }

    @Override
    public void close() {
        throttle.close();
        remote.close();
    }
}
