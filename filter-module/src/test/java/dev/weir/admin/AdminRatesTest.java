package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often somebody may ask, and try passwords. */
class AdminRatesTest extends RecordedThings {

    @Test
    void service_25RequestsAtOnce_5AreTooMany() {
        AdminVisit asked = operator("/things");
        List<Integer> statuses = asked.statuses(25);
        assertThat(statuses.subList(0, 20)).containsOnly(200);
        assertThat(statuses.subList(20, 25)).containsOnly(429);
        assertThat(asked.send().headers()).containsEntry("Retry-After", "1");
        assertThat(visit("/things").as("other", OPERATOR).send().status()).isEqualTo(200);
        nanos.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(asked.send().status()).isEqualTo(429);
        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(asked.statuses(21)).endsWith(200, 429);
    }

    @Test
    void service_spellingsOfOneName_areOnePrincipal() {
        assertThat(operator("/things").statuses(20)).containsOnly(200);
        assertThat(visit("/things").as("Root", OPERATOR).send().status()).isEqualTo(429);
        assertThat(visit("/things").as("ROOT", OPERATOR).send().status()).isEqualTo(429);
        assertThat(visit("/things").as("rooty", OPERATOR).send().status()).isEqualTo(200);
    }

    @Test
    void service_callersWithoutRole_areCountedToo() {
        assertThat(visit("/things").as("bob").statuses(21)).endsWith(403, 429);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void service_wrongPasswords_areFewPerNetworkWhoeverAuthenticates(boolean challenges) {
        AdminVisit bare = visit("/things").header("Authorization", "Basic YTpi");
        AdminVisit wrong = challenges ? bare.challengedAt("2001:db8::1") : bare.at("2001:db8::1");
        assertThat(wrong.statuses(21)).endsWith(401, 429);
        assertThat(refused).startsWith("401 6:2001:db8::/64").endsWith("429 6:2001:db8::/64");
        // the right one is not told from the others, also where the container knew it before the servlet
        AdminVisit right = wrong.as("root", OPERATOR);
        assertThat(right.send().status()).isEqualTo(429);
        assertThat(right.at("2001:db8::2").send().status()).isEqualTo(429);
        assertThat(right.at("2001:db8:0:1::1").send().status()).isEqualTo(200);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(right.send().status()).isEqualTo(200);
    }

    @Test
    void service_rightPasswords_areNoTries() {
        AdminVisit right = operator("/things").header("Authorization", "Basic YTpi");
        for (int i = 0; i < 3; i++) {
            assertThat(right.as("root" + i, OPERATOR).statuses(20)).containsOnly(200);
        }
    }

    /** All are being looked at before the first of them is known to be wrong. */
    @Test
    void service_wrongPasswordsAtOnce_areFew() throws Exception {
        CountDownLatch looked = new CountDownLatch(20);
        CountDownLatch go = new CountDownLatch(1);
        AdminVisit slow = visit("/things").header("Authorization", "Basic YTpi").authenticating(() -> {
            looked.countDown();
            var unused = go.await(LONGEST_SECONDS, TimeUnit.SECONDS);
            return null;
        });
        ExecutorService clients = Executors.newFixedThreadPool(20);
        try {
            List<Future<AdminVisit.Reply>> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                waiting.add(clients.submit(slow::send));
            }
            assertThat(looked.await(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(visit("/things")
                            .header("Authorization", "Basic YTpi")
                            .send()
                            .status())
                    .isEqualTo(429);
            go.countDown();
            for (Future<AdminVisit.Reply> each : waiting) {
                assertThat(each.get(LONGEST_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(401);
            }
        } finally {
            go.countDown();
            clients.shutdown();
        }
    }

    @Test
    void service_filesOfThePage_areManyAndNotEndless() {
        assertThat(operator("/").statuses(201)).endsWith(200, 429);
        assertThat(operator("/things").send().status()).isEqualTo(200);
    }

    /** Who waits between guesses has no more of them. */
    @Test
    void service_wrongPasswordsForLong_areAHundredAMinute() {
        AdminVisit wrong =
                visit("/things").header("Authorization", "Basic YTpi").challengedAt("203.0.113.7");
        for (int i = 0; i < Callers.WRONG; i++) {
            assertThat(wrong.send().status()).isEqualTo(401);
            nanos.addAndGet(Duration.ofMillis(100).toNanos());
        }
        AdminVisit right = wrong.as("root", OPERATOR);
        AdminVisit.Reply refusal = right.send();
        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.headers()).containsEntry("Retry-After", "50");
        assertThat(refusal.body()).contains("at most 100 wrong passwords a minute");
        assertThat(refused).endsWith("429 4:203.0.113.7");
        assertThat(right.challengedAt("203.0.113.8").send().status()).isEqualTo(200);
        assertThat(operator("/things").at("203.0.113.7").send().status())
                .as("by a session")
                .isEqualTo(200);
        nanos.addAndGet(Duration.ofSeconds(49).toNanos());
        assertThat(right.send().status()).isEqualTo(429);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(right.statuses(20)).containsOnly(200);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(wrong.statuses(2)).endsWith(401, 401);
    }

    @Test
    void service_requestsWithoutCredentials_keepNobodyOut() {
        assertThat(visit("/things").statuses(50)).containsOnly(401);
        assertThat(refused).isEmpty();
        assertThat(operator("/things")
                        .header("Authorization", "Basic YTpi")
                        .send()
                        .status())
                .isEqualTo(200);
    }
}
