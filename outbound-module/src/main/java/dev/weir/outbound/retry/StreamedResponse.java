package dev.weir.outbound.retry;

import dev.weir.outbound.remote.BodyPrefix;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** An answer of the client of the JDK whose body is a stream, of which a beginning can be looked at. */
final class StreamedResponse implements HttpResponse<InputStream> {

    private final HttpResponse<InputStream> response;
    private final BodyPrefix prefix;
    private final InputStream whole;

    StreamedResponse(HttpResponse<InputStream> response, int maxBytes) {
        this.response = response;
        this.prefix = new BodyPrefix(response.body(), maxBytes);
        this.whole = prefix.whole();
    }

    BodyPrefix prefix() {
        return prefix;
    }

    /** The whole body, from its first byte. */
    @Override
    public InputStream body() {
        return whole;
    }

    @Override
    public int statusCode() {
        return response.statusCode();
    }

    @Override
    public HttpRequest request() {
        return response.request();
    }

    @Override
    public Optional<HttpResponse<InputStream>> previousResponse() {
        return response.previousResponse();
    }

    @Override
    public HttpHeaders headers() {
        return response.headers();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return response.sslSession();
    }

    @Override
    public URI uri() {
        return response.uri();
    }

    @Override
    public HttpClient.Version version() {
        return response.version();
    }
}
