package dev.weir.outbound.it.app;

import dev.weir.outbound.Throttled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.faulttolerance.Retry;

/** Limited by annotations of its methods. */
@ApplicationScoped
public class Prices {

    @Inject
    private Remote remote;

    @Throttled("bean")
    public HttpResponse<String> now(String id) throws IOException, InterruptedException {
        return remote.get(id);
    }

    @Throttled("stage")
    public CompletionStage<HttpResponse<String>> later(String id) {
        return remote.begin(id);
    }

    @Throttled({"both", "narrow"})
    public HttpResponse<String> byTwo(String id) throws IOException, InterruptedException {
        return remote.get(id);
    }

    @Throttled(value = "hourly", maxWait = "1s")
    public HttpResponse<String> hourly(String id) throws IOException, InterruptedException {
        return remote.get(id);
    }

    @Retry(maxRetries = 3, delay = 0, jitter = 0)
    @Throttled("retried")
    public HttpResponse<String> failing(String id) throws IOException, InterruptedException {
        throw new IllegalStateException("answered by " + remote.get(id).statusCode());
    }
}
