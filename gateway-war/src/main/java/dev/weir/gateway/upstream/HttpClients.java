package dev.weir.gateway.upstream;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients for upstreams, and the threads that they share. HTTP/1.1 only: a server on uvicorn drops the body of a
 * request that offers an upgrade.
 */
final class HttpClients implements AutoCloseable {

    /** Seconds that an idle connection is kept. vLLM closes them after 5. */
    private static final String KEEP_ALIVE = "jdk.httpclient.keepalive.timeout";

    private static final int THREADS = 4;
    private static final long IDLE_SECONDS = 30;

    static {
        // The JDK reads it once, when the first client of the process is made.
        if (System.getProperty(KEEP_ALIVE) == null) {
            System.setProperty(KEEP_ALIVE, "4");
        }
    }

    private final AtomicInteger threads = new AtomicInteger();
    private final ExecutorService executor;

    HttpClients() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
        pool.allowCoreThreadTimeOut(true);
        executor = pool;
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "weir-upstream-" + threads.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(HttpClients.class.getClassLoader());
        return thread;
    }

    /** What runs the work of clients; it must not block. */
    ExecutorService executor() {
        return executor;
    }

    HttpClient client(Duration connect) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(connect)
                .executor(executor)
                .build();
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
