package dev.weir.example;

import dev.weir.outbound.Throttle;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for the prices of a hundred symbols at once, one run after the other. Safe for use by many threads. */
@ApplicationScoped
public class SymbolRun {

    private static final int SYMBOLS = 100;
    private static final int OK = 200;
    private static final double NANOS = 1e9;

    @Inject
    private RemoteQuotes quotes;

    @Inject
    private Throttle throttle;

    private int done = SYMBOLS;
    private int failed;
    private long started;
    private long ended;
    private long refusedBefore;

    /**
     * How far the last run is.
     *
     * @param done how many symbols have a price, or none for another reason than that they wait
     * @param all how many there are
     * @param failed how many of those done have no price
     * @param seconds how long it has taken
     * @param lastSecond how many requests this instance sent in the last whole second
     * @param refused how many of its requests the service has refused
     */
    public record Progress(int done, int all, int failed, double seconds, long lastSecond, long refused) {}

    /** Begins a run, unless one is on its way, and says whether it did. */
    public boolean start(URI service) {
        synchronized (this) {
            if (done < SYMBOLS) {
                return false;
            }
            refusedBefore = refused();
            done = 0;
            failed = 0;
            started = System.nanoTime();
        }
        for (int i = 0; i < SYMBOLS; i++) {
            quotes.quote(service, "S" + i).whenComplete(this::ended);
        }
        return true;
    }

    private synchronized void ended(@Nullable HttpResponse<String> response, @Nullable Throwable failure) {
        done++;
        if (response == null || response.statusCode() != OK) {
            failed++;
        }
        ended = System.nanoTime();
    }

    /** Says how far the last run is; before the first one it is as if that had ended at once. */
    public synchronized Progress progress() {
        long until = done < SYMBOLS ? System.nanoTime() : ended;
        List<Long> perSecond = throttle.statistics("kis").perSecond();
        long lastSecond = perSecond.isEmpty() ? 0 : perSecond.get(perSecond.size() - 1);
        return new Progress(done, SYMBOLS, failed, (until - started) / NANOS, lastSecond, refused() - refusedBefore);
    }

    private long refused() {
        return throttle.statistics("kis").remoteRefusals();
    }
}
