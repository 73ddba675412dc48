package dev.weir.gateway.auth;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Reads a JWK set from a file, or from a server that is asked itself: by no proxy, and wherever it points to is not
 * gone to.
 */
public record KeyFetch(URI from, LongSupplier nanoTime) implements PublicKeys.Source {

    private static final int LARGEST = 512 << 10;
    private static final int WAIT_MILLIS = 2_000;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);

    @Override
    public String fetch() throws IOException {
        if ("file".equals(from.getScheme())) {
            try (InputStream in = Files.newInputStream(Path.of(from))) {
                return read(in);
            }
        }
        HttpURLConnection connection = (HttpURLConnection) from.toURL().openConnection(Proxy.NO_PROXY);
        try {
            connection.setConnectTimeout(WAIT_MILLIS);
            connection.setReadTimeout(WAIT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setRequestProperty("Accept", "application/jwk-set+json, application/json");
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("status " + connection.getResponseCode() + " of " + from);
            }
            try (InputStream in = connection.getInputStream()) {
                return read(in);
            }
        } finally {
            connection.disconnect();
        }
    }

    private String read(InputStream in) throws IOException {
        long begin = nanoTime.getAsLong();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[8 << 10];
        for (int read = in.read(part); read >= 0; read = in.read(part)) {
            all.write(part, 0, read);
            if (all.size() > LARGEST || nanoTime.getAsLong() - begin > LONGEST_NANOS) {
                throw new IOException("too large or too slow: " + from);
            }
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
