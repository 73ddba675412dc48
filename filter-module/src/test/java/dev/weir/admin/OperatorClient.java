package dev.weir.admin;

import dev.weir.admin.client.ApiClient;
import dev.weir.admin.client.RatelimitApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The client that the build generates of {@code openapi.json}, logged in. */
public final class OperatorClient {

    /** Of the field of the same name, which each change has. */
    public static final String ADMIN = "1";

    private OperatorClient() {}

    /**
     * A client of the administration at {@code base}, of {@code user}, whose password is the name with {@code -secret}
     * behind it.
     */
    public static RatelimitApi of(URI base, String user) {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + user + "-secret").getBytes(StandardCharsets.UTF_8));
        ApiClient client = anonymousAt(base)
                .setRequestInterceptor(request -> request.header("Authorization", "Basic " + credentials));
        return new RatelimitApi(client);
    }

    /** A client that is not logged in. */
    public static RatelimitApi anonymous(URI base) {
        return new RatelimitApi(anonymousAt(base));
    }

    private static ApiClient anonymousAt(URI base) {
        ApiClient client =
                new ApiClient().setHttpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1));
        client.updateBaseUri(base.toString());
        return client;
    }
}
