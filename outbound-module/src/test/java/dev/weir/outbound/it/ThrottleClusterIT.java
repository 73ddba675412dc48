package dev.weir.outbound.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.weir.outbound.it.pair.Api;
import dev.weir.outbound.strict.Arrival;
import dev.weir.outbound.strict.ArrivalLog;
import dev.weir.outbound.strict.StrictAnswer;
import dev.weir.outbound.strict.StrictRemote;
import dev.weir.outbound.strict.StrictRules;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Two instances share what a strict remote allows: 20 calls in any second. Its log decides. The ids of calls begin
 * with a number for the test, one for its run, and a letter for the instance.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ThrottleClusterIT {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int LIMIT = 20;
    private static final int RUNS = 3;

    private static StrictRemote remote;
    private static PayaraProcess first;
    private static PayaraProcess second;
    /** How many calls of the first instance the remote has forgotten. */
    private static long arrivedBefore;

    @BeforeAll
    static void start() throws IOException {
        remote = StrictRemote.start(StrictRules.defaults());
        String root = "http://" + remote.uri("").getAuthority();
        int one = PayaraProcess.freePort();
        // Hazelcast counts up from a port that is taken
        int other = one < 60_000 ? one + 20 : one - 20;
        String members = "tcpip:127.0.0.1:" + one + ",127.0.0.1:" + other;
        first = launch("pair-a", root, members, one);
        second = launch("pair-b", root, members, other);
        first.awaitReady().awaitMembers(2);
        second.awaitReady().awaitMembers(2);
        // the first call of an instance loads classes
        begin(first, "warm", "0-a-", 20);
        awaitOutcomes(first, "0-a-", 20);
        clear();
        begin(second, "warm", "0-b-", 20);
        awaitOutcomes(second, "0-b-", 20);
    }

    private static PayaraProcess launch(String name, String root, String members, int port) throws IOException {
        WebArchive war = Wars.ofPackage("pair", Api.class);
        Path file = file(name);
        Files.deleteIfExists(file);
        return PayaraProcess.launch(
                name,
                List.of(war),
                Map.of("remote.uri", root, "ratelimit.throttle.statistics.file", file.toString()),
                List.of(
                        "--clustername",
                        "weir-pair-" + members.hashCode(),
                        "--clustermode",
                        members,
                        "--interfaces",
                        "127.0.0.1",
                        "--startport",
                        String.valueOf(port)));
    }

    private static Path file(String name) {
        return Path.of("target", "payara", name + ".jsonl").toAbsolutePath();
    }

    @AfterAll
    static void stop() {
        if (first != null) {
            first.close();
        }
        if (second != null) {
            second.kill();
        }
        remote.close();
    }

    private static void begin(PayaraProcess instance, String policy, String prefix, int count) {
        begin(instance, policy, prefix, String.valueOf(count));
    }

    private static void begin(PayaraProcess instance, String policy, String prefix, String count) {
        var unused = Http.post(instance.uri("/api/bursts/" + policy + '/' + prefix + "?count=" + count));
    }

    private static List<String> outcomes(PayaraProcess instance, String prefix) {
        return Http.get(instance.uri("/api/bursts/any/" + prefix))
                .body()
                .lines()
                .toList();
    }

    private static void awaitOutcomes(PayaraProcess instance, String prefix, int count) {
        await().atMost(LONGEST).until(() -> outcomes(instance, prefix).size() >= count);
        Map<String, Long> counted = outcomes(instance, prefix).stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(counted).isEqualTo(Map.of("200", (long) count));
    }

    /** The remote forgets what arrived: each policy is one of its own, and the remote would count them together. */
    private static void clear() {
        arrivedBefore += arrivedFromFirst();
        remote.clear();
    }

    private static long arrivedFromFirst() {
        return remote.log().arrivals().stream()
                .map(Arrival::id)
                .filter(id -> id.charAt(2) == 'a')
                .count();
    }

    private static ArrivalLog since(long nanos) {
        return new ArrivalLog(remote.log().arrivals().stream()
                .filter(each -> each.nanos() >= nanos)
                .toList());
    }

    /** Arrivals a second over whole windows: from the first one on, as often as the limit has been used up. */
    private static double perSecond(ArrivalLog log) {
        int whole = (log.count() - 1) / LIMIT * LIMIT;
        return log.first(whole + 1).perSecond();
    }

    /** The same over the best four windows in a row: the machine can be busy for a moment. */
    private static double bestPerSecond(ArrivalLog log) {
        return IntStream.range(0, Math.max(1, log.count() - 4 * LIMIT))
                .mapToDouble(from -> perSecond(log.after(from).first(4 * LIMIT + 1)))
                .max()
                .orElseThrow();
    }

    /** Each time no call is refused; the pace, which a busy machine can spoil, is reached once in three times. */
    @Test
    @Order(1)
    void calls_fiftyOfEach_shareTheLimitFairly() {
        List<String> found = new ArrayList<>();
        for (int run = 1; run <= RUNS; run++) {
            String number = "2" + run;
            clear();
            begin(first, "fair-" + run, number + "a-", 50);
            begin(second, "fair-" + run, number + "b-", 50);
            awaitOutcomes(first, number + "a-", 50);
            awaitOutcomes(second, number + "b-", 50);
            ArrivalLog log = remote.log().of(number);
            assertThat(log.count()).isEqualTo(100);
            assertThat(log.refusals()).isZero();
            assertThat(log.mostIn(SECOND)).isLessThanOrEqualTo(LIMIT);
            double perSecond = perSecond(log);
            int ofFirst = log.first(60).of(number + "a").count();
            found.add(perSecond + "/s, of the first 60: " + ofFirst);
            if (perSecond >= 19.0 && ofFirst >= 24 && ofFirst <= 36) {
                return;
            }
        }
        fail(found.toString());
    }

    @Test
    @Order(2)
    void calls_ofTwoTenants_haveALimitEachOverBothInstances() {
        clear();
        for (String tenant : List.of("1", "2")) {
            begin(first, "tenants", "6" + tenant + "a-", 10 + "&tenant=tenant-" + tenant);
            begin(second, "tenants", "6" + tenant + "b-", 10 + "&tenant=tenant-" + tenant);
        }
        for (String tenant : List.of("1", "2")) {
            awaitOutcomes(first, "6" + tenant + "a-", 10);
            awaitOutcomes(second, "6" + tenant + "b-", 10);
            ArrivalLog log = remote.log().of("6" + tenant);
            assertThat(log.count()).isEqualTo(20);
            assertThat(log.mostIn(SECOND)).isLessThanOrEqualTo(5);
        }
        ArrivalLog both = remote.log().of("6");
        assertThat(both.mostIn(SECOND)).isGreaterThan(5);
        assertThat(both.refusals()).isZero();
    }

    @Test
    @Order(2)
    void retryAfter_toldToOne_holdsForBoth() {
        List<Duration> found = new ArrayList<>();
        for (int run = 1; run <= RUNS; run++) {
            String policy = "wait-" + run;
            String number = "3" + run;
            clear();
            remote.answerNext(StrictAnswer.limited(429).withRetryAfter("2"));
            begin(first, policy, number + "a-", 1);
            await().pollInterval(Duration.ofMillis(5))
                    .until(() ->
                            Http.get(first.uri("/api/bursts/" + policy)).body().equals("1"));
            begin(first, policy, number + "a-more-", 5);
            begin(second, policy, number + "b-", 5);
            awaitOutcomes(first, number + "a-", 6);
            awaitOutcomes(second, number + "b-", 5);
            ArrivalLog log = remote.log().of(number);
            assertThat(log.refusals()).isEqualTo(1);
            assertThat(log.count()).isEqualTo(12);
            Duration gap = log.gaps().get(0);
            assertThat(gap).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
            found.add(gap);
            if (gap.compareTo(Duration.ofMillis(2_500)) <= 0) {
                return;
            }
        }
        fail(found.toString());
    }

    @Test
    @Order(3)
    void freeze_ofOne_theOtherGoesOnAndTheLimitHolds() {
        clear();
        begin(first, "freeze", "4-a-", 120);
        begin(second, "freeze", "4-b-", 120);
        await().atMost(LONGEST).until(() -> remote.log().of("4").count() >= 2 * LIMIT);
        second.freeze();
        long frozen = System.nanoTime();
        try {
            await().atMost(LONGEST).until(() -> System.nanoTime() - frozen > TimeUnit.SECONDS.toNanos(5));
        } finally {
            second.thaw();
        }
        ArrivalLog meanwhile = since(frozen + TimeUnit.SECONDS.toNanos(1));
        // its share of the limit, at least
        assertThat(meanwhile.count()).isGreaterThanOrEqualTo(3 * LIMIT / 2);
        awaitOutcomes(first, "4-a-", 120);
        awaitOutcomes(second, "4-b-", 120);
        ArrivalLog log = remote.log().of("4");
        assertThat(log.refusals()).isZero();
        assertThat(log.mostIn(SECOND)).isLessThanOrEqualTo(LIMIT);
    }

    @Test
    @Order(4)
    void kill_ofOne_leavesTheWholeLimitToTheOther() {
        clear();
        begin(first, "kill", "5-a-", 280);
        begin(second, "kill", "5-b-", 280);
        await().atMost(LONGEST).until(() -> remote.log().of("5").count() >= 3 * LIMIT);
        second.kill();
        long killed = System.nanoTime();
        awaitOutcomes(first, "5-a-", 280);
        ArrivalLog log = remote.log().of("5");
        assertThat(log.refusals()).isZero();
        assertThat(log.mostIn(SECOND)).isLessThanOrEqualTo(LIMIT);
        assertThat(bestPerSecond(since(killed + TimeUnit.SECONDS.toNanos(2)))).isGreaterThanOrEqualTo(19.0);
        long arrived = arrivedBefore + arrivedFromFirst();
        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(written("pair-a")).isEqualTo(arrived));
    }

    /** The calls in the file of an instance. */
    private static long written(String name) {
        try {
            return Files.readString(file(name))
                    .lines()
                    .mapToLong(line -> Json.createReader(new StringReader(line))
                            .readObject()
                            .getJsonNumber("calls")
                            .longValue())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
