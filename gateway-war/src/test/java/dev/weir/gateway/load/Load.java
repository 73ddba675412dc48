package dev.weir.gateway.load;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends what a {@link LoadPlan} says. */
public final class Load {

    private static final Pattern TOTAL = Pattern.compile("\"total_tokens\" *: *(\\d+)");
    private static final int DIRECT_ONE_IN = 10;
    private static final int HUNDRED = 100;
    private static final long NANOS = 1_000_000_000;

    private final LoadPlan plan;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Queue<LoadResult.Answer> answers = new ConcurrentLinkedQueue<>();

    private Load(LoadPlan plan) {
        this.plan = plan;
    }

    /** Sends all of it, and waits for the last answer. */
    public static LoadResult run(LoadPlan plan) throws InterruptedException {
        return new Load(plan).run();
    }

    private LoadResult run() throws InterruptedException {
        int all = (int) (plan.perSecond() * plan.duration().toSeconds());
        CountDownLatch open = new CountDownLatch(all);
        AtomicInteger next = new AtomicInteger();
        ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
        try {
            sender.scheduleAtFixedRate(
                    () -> {
                        int number = next.getAndIncrement();
                        if (number < all) {
                            send(number).whenComplete((done, failure) -> open.countDown());
                        }
                    },
                    0,
                    NANOS / plan.perSecond(),
                    TimeUnit.NANOSECONDS);
            boolean answered = open.await(plan.duration().toSeconds() + 120, TimeUnit.SECONDS);
            if (!answered) {
                throw new IllegalStateException(open.getCount() + " requests have no answer");
            }
        } finally {
            sender.shutdownNow();
        }
        return new LoadResult(answers.stream().toList());
    }

    private CompletableFuture<?> send(int number) {
        int user = number % plan.secrets().size();
        // other users each time
        boolean direct = (number + number / plan.secrets().size()) % DIRECT_ONE_IN == 0;
        boolean streamed = number / 7 % HUNDRED < plan.streamed();
        URI root = direct
                ? plan.direct()
                : plan.gateways().get(number % plan.gateways().size());
        HttpRequest request = HttpRequest.newBuilder(root.resolve("v1/chat/completions"))
                .header("Authorization", "Bearer " + plan.secrets().get(user))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofMinutes(1))
                .POST(BodyPublishers.ofString(body(streamed)))
                .build();
        long sent = System.nanoTime();
        AtomicLong first = new AtomicLong();
        return http.sendAsync(request, head -> {
                    first.set(System.nanoTime());
                    return BodySubscribers.ofString(StandardCharsets.UTF_8);
                })
                .handle((answer, failure) -> answers.add(new LoadResult.Answer(
                        direct ? -1 : user,
                        failure == null ? answer.statusCode() : 0,
                        streamed,
                        sent,
                        failure == null ? first.get() : System.nanoTime(),
                        failure == null ? tokens(answer) : 0)));
    }

    private String body(boolean streamed) {
        return "{\"model\":\"" + plan.model() + "\",\"max_tokens\":" + plan.maxTokens()
                + (streamed ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "")
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"one two three four\"}]}";
    }

    private static long tokens(HttpResponse<String> answer) {
        Matcher matcher = TOTAL.matcher(answer.body());
        return answer.statusCode() == 200 && matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
