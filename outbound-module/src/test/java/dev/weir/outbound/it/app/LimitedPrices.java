package dev.weir.outbound.it.app;

import dev.weir.outbound.Throttled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;

/** Limited by the annotation of the class, but for one method. */
@Throttled("class")
@ApplicationScoped
public class LimitedPrices {

    @Inject
    private Remote remote;

    public HttpResponse<String> now(String id) throws IOException, InterruptedException {
        return remote.get(id);
    }

    @Throttled("class-method")
    public HttpResponse<String> other(String id) throws IOException, InterruptedException {
        return remote.get(id);
    }
}
