package dev.weir.outbound.retry;

import dev.weir.outbound.Permit;
import dev.weir.outbound.remote.RemoteAnswer;
import dev.weir.outbound.settings.OutboundSettingsReader;
import dev.weir.outbound.settings.ThrottleSettings;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSession;

/** Another side that answers as a test says, and the calls of one instance to it, in virtual time. */
final class Remote implements PermitGate, AttemptListener {

    /** What comes of one attempt. */
    sealed interface Answer {}

    private record Given(int status, Optional<String> body, Map<String, List<String>> fields) implements Answer {}

    private record Failure(Exception thrown) implements Answer {}

    private final VirtualTime time;
    private final CallLoop loop;
    private final List<Duration> arrivals = new ArrayList<>();
    private final List<Duration> longestWaits = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private List<Answer> answers = List.of();
    private int permits;
    private int openPermits;
    private int cancelledPermits;
    private int discarded;
    private int permitsLeft = Integer.MAX_VALUE;
    private RuntimeException refusal = new IllegalStateException();
    private final List<CompletableFuture<Permit>> waitingForPermits = new ArrayList<>();
    private boolean permitsComeLater;
    private Executor executor = Runnable::run;
    private int tooOld;
    private Runnable standstill = () -> {};

    Remote(boolean timePassesAtOnce, String... properties) {
        time = new VirtualTime(timePassesAtOnce);
        Map<String, String> all = new HashMap<>();
        for (String property : properties) {
            String[] parts = property.split("=", 2);
            all.put("kis." + parts[0], parts[1]);
        }
        ThrottleSettings settings = OutboundSettingsReader.read(all, Set.of("kis"), (property, rule, value) -> {
                    throw new IllegalArgumentException(property + ": " + rule);
                })
                .throttles()
                .get("kis");
        RetryBudget budget = new RetryBudget(settings.retry().budget(), "a", time);
        loop = new CallLoop(
                "kis",
                new AttemptJudge(settings.limitedWhen(), settings.retry().on(), time),
                new RetryRules(settings.retry(), budget, new Random(11)),
                this,
                this,
                new CallLoop.Waiting(time, time, task -> executor.execute(task)));
    }

    /** An answer whose body is a text. */
    static Answer answer(int status, String body, String... fields) {
        return new Given(status, Optional.of(body), fields(fields));
    }

    /** An answer whose body is a stream, which has to be closed. */
    static Answer streamed(int status, String... fields) {
        return new Given(status, Optional.empty(), fields(fields));
    }

    private static Map<String, List<String>> fields(String... namesAndValues) {
        Map<String, List<String>> all = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return all;
    }

    static Answer failure(Exception thrown) {
        return new Failure(thrown);
    }

    /** The answers to the first arrivals; the last one also to all others. */
    void answers(Answer... given) {
        answers = List.of(given);
    }

    void refusesPermits(RuntimeException thrown) {
        refusesPermitsAfter(0, thrown);
    }

    void refusesPermitsAfter(int taken, RuntimeException thrown) {
        permitsLeft = taken;
        refusal = thrown;
    }

    void permitsComeLater() {
        permitsComeLater = true;
    }

    /** The thread of a call stands still so often after it got its permit, until that is too old. */
    void permitsAge(int times, Runnable meanwhile) {
        tooOld = times;
        standstill = meanwhile;
    }

    @Override
    public boolean isTooOld(Permit permit) {
        if (tooOld == 0) {
            return false;
        }
        tooOld--;
        standstill.run();
        return true;
    }

    void executes(Executor by) {
        executor = by;
    }

    List<CompletableFuture<Permit>> waitingForPermits() {
        return waitingForPermits;
    }

    CallLoop loop() {
        return loop;
    }

    VirtualTime time() {
        return time;
    }

    List<Duration> arrivals() {
        return arrivals;
    }

    Duration gap(int arrival) {
        return arrivals.get(arrival).minus(arrivals.get(arrival - 1));
    }

    List<Duration> longestWaits() {
        return longestWaits;
    }

    List<String> events() {
        return events;
    }

    int permits() {
        return permits;
    }

    int openPermits() {
        return openPermits;
    }

    int cancelledPermits() {
        return cancelledPermits;
    }

    int discarded() {
        return discarded;
    }

    /** One attempt. */
    Callable<HttpResponse<?>> exchange(String method) {
        return () -> {
            arrivals.add(time.elapsed());
            Answer answer = answers.get(Math.min(arrivals.size(), answers.size()) - 1);
            if (answer instanceof Failure failure) {
                throw failure.thrown();
            }
            return new Response(method, (Given) answer, () -> discarded++);
        };
    }

    @Override
    public Permit acquire(Duration maxWait) {
        longestWaits.add(maxWait);
        if (permitsLeft-- <= 0) {
            throw refusal;
        }
        return permit();
    }

    @Override
    public CompletableFuture<Permit> acquireAsync(Duration maxWait) {
        if (permitsComeLater) {
            CompletableFuture<Permit> later = new CompletableFuture<>();
            waitingForPermits.add(later);
            return later;
        }
        try {
            return CompletableFuture.completedFuture(acquire(maxWait));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    Permit permit() {
        permits++;
        openPermits++;
        return new Permit() {
            private boolean open = true;

            @Override
            public boolean cancel() {
                cancelledPermits += open ? 1 : 0;
                boolean was = open;
                close();
                return was;
            }

            @Override
            public void close() {
                openPermits -= open ? 1 : 0;
                open = false;
            }
        };
    }

    @Override
    public void attempted(Judgement judgement, long nanos) {
        events.add(judgement.kind().name());
    }

    @Override
    public void answered(RemoteAnswer answer) {
        events.add(answer.limited() ? "answered limited" : "answered");
    }

    @Override
    public void backsOff(Duration delay) {
        events.add("backs off");
    }

    @Override
    public void gaveUp(RetryDecision.Reason reason) {
        events.add("gave up " + reason);
    }

    /** The answer of the JDK's client, whose constructor is not public. */
    private record Response(String method, Given given, Runnable closed) implements HttpResponse<Object> {

        @Override
        public int statusCode() {
            return given.status();
        }

        @Override
        public HttpRequest request() {
            return HttpRequest.newBuilder(uri())
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
        }

        @Override
        public Optional<HttpResponse<Object>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(given.fields(), (name, value) -> true);
        }

        @Override
        public Object body() {
            return given.body().isPresent()
                    ? given.body().get()
                    : new ByteArrayInputStream(new byte[0]) {
                        @Override
                        public void close() {
                            closed.run();
                        }
                    };
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return URI.create("http://localhost/");
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }
}
