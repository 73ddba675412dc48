package dev.weir.admin.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Key;
import dev.weir.admin.AdminVisit;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators read of the monitor. */
class MonitorReadsTest {

    private static void use(AdminApplication application, String policy, String user, int times) {
        for (int i = 0; i < times; i++) {
            var unused = application.runtime().limiter().acquire(policy, Key.user(user), 1);
        }
    }

    private static List<JsonObject> objects(JsonObject object, String name) {
        return object.getJsonArray(name).getValuesAs(JsonObject.class);
    }

    private static Optional<JsonObject> named(JsonObject object, String array, String member, String value) {
        return objects(object, array).stream()
                .filter(each -> each.getString(member).equals(value))
                .findFirst();
    }

    @Test
    void statistics_requestsOfTwoPolicies_areCounted() {
        try (AdminApplication application = new AdminApplication()) {
            use(application, "api", "alice", 12);
            use(application, "blocking", "bob", 3);
            JsonObject statistics = application.read("/statistics");
            JsonObject api = named(statistics, "policies", "name", "api").orElseThrow();
            assertThat(api.getInt("allowed")).isEqualTo(10);
            assertThat(api.getInt("refused")).isEqualTo(2);
            JsonObject blocking =
                    named(statistics, "policies", "name", "blocking").orElseThrow();
            assertThat(blocking.getInt("allowed")).isEqualTo(1);
            assertThat(blocking.getInt("refused")).isEqualTo(1);
            assertThat(blocking.getInt("blocked")).isEqualTo(1);
            assertThat(statistics.getString("mode")).isEqualTo("local");
            assertThat(statistics.getString("namespace")).isEqualTo("/shop");
            assertThat(statistics.getJsonNumber("hitRate").doubleValue()).isEqualTo(1);
            assertThat(statistics.getJsonNumber("storeSuccess").doubleValue()).isEqualTo(1);
            assertThat(statistics.getJsonObject("sources").keySet())
                    .containsExactly("lease", "cluster", "local", "denial_cache");
            assertThat(objects(statistics, "members")).singleElement().satisfies(each -> {
                assertThat(each.getString("id")).isEqualTo(statistics.getString("instance"));
                assertThat(each.getString("state")).isEqualTo("active");
                assertThat(each.getBoolean("self")).isTrue();
                assertThat(each.getBoolean("silent")).isFalse();
            });
        }
    }

    @Test
    void keys_usedAndRefused_areListedMaskedWithATokenThatFindsThem() {
        try (AdminApplication application = new AdminApplication()) {
            use(application, "api", "alice", 12);
            use(application, "api", "bob", 2);
            await().until(() -> objects(application.read("/keys"), "keys").size() == 2);
            JsonObject top = application.read("/keys");
            assertThat(top.getInt("total")).isEqualTo(2);
            assertThat(top.get("cursor")).isEqualTo(JsonValue.NULL);
            JsonObject alice = objects(top, "keys").get(0);
            assertThat(alice.getString("key")).isEqualTo("user:al***");
            assertThat(alice.getString("policy")).isEqualTo("api");
            assertThat(alice.getInt("count")).isEqualTo(12);
            assertThat(alice.getInt("error")).isZero();
            assertThat(alice.getInt("refused")).isEqualTo(2);
            assertThat(alice.getInt("remaining")).isZero();
            assertThat(alice.get("blockedUntil")).isEqualTo(JsonValue.NULL);
            JsonObject one = AdminApplication.json(application
                    .viewer("/keys/one")
                    .query("policy", "api")
                    .query("token", alice.getString("token"))
                    .send());
            assertThat(one.getInt("remaining")).isZero();
            JsonObject refused = AdminApplication.json(application
                    .viewer("/keys")
                    .query("policy", "api")
                    .query("state", "refused")
                    .send());
            assertThat(objects(refused, "keys"))
                    .extracting(each -> each.getString("key"))
                    .containsExactly("user:al***");
            JsonObject page = AdminApplication.json(
                    application.viewer("/keys").query("limit", "1").send());
            JsonObject next = AdminApplication.json(application
                    .viewer("/keys")
                    .query("limit", "1")
                    .query("cursor", page.getString("cursor"))
                    .send());
            assertThat(objects(next, "keys"))
                    .extracting(each -> each.getString("key"))
                    .containsExactly("user:b***");
        }
    }

    @Test
    void keys_blocked_areListedUntilTheyAreUnblocked() {
        try (AdminApplication application = new AdminApplication()) {
            use(application, "blocking", "mallory", 3);
            application.runtime().control().block("api", Key.user("eve"), null, "abuse");
            AdminVisit blocked = application.viewer("/keys").query("state", "blocked");
            await().until(() ->
                    objects(AdminApplication.json(blocked.send()), "keys").size() == 2);
            JsonObject listing = AdminApplication.json(blocked.send());
            JsonObject mallory = named(listing, "keys", "policy", "blocking").orElseThrow();
            assertThat(mallory.getString("key")).isEqualTo("user:ma***");
            assertThat(mallory.getString("why")).isEqualTo("limit exceeded: 1/1h");
            assertThat(mallory.getString("blockedUntil")).endsWith("Z");
            assertThat(mallory.getString("since")).endsWith("Z");
            JsonObject eve = named(listing, "keys", "policy", "api").orElseThrow();
            assertThat(eve.getString("why")).isEqualTo("by application: abuse");
            assertThat(eve.get("blockedUntil")).isEqualTo(JsonValue.NULL);
            application.runtime().control().unblock("blocking", Key.user("mallory"));
            application.runtime().control().unblock("api", Key.user("eve"));
            assertThat(objects(AdminApplication.json(blocked.send()), "keys")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/keys, state, none, 400",
        "/keys, limit, 0, 400",
        "/keys, limit, 1001, 400",
        "/keys, limit, ten, 400",
        "/keys, policy, nosuch, 404",
        "/live, after, now, 400",
        "/count/7, x, y, 404",
    })
    void read_argumentThatBreaksARule_isRejected(String path, String name, String value, int status) {
        try (AdminApplication application = new AdminApplication()) {
            assertThat(application.viewer(path).query(name, value).send().status())
                    .isEqualTo(status);
        }
    }

    private static int blocked(JsonObject live) {
        return objects(live, "buckets").stream()
                .map(each -> each.getJsonObject("policies"))
                .filter(each -> each.containsKey("blocking"))
                .mapToInt(each -> each.getJsonObject("blocking").getInt("blocked"))
                .sum();
    }

    @Test
    void live_lookedAtAgain_hasWhatIsNew() {
        try (AdminApplication application = new AdminApplication()) {
            use(application, "blocking", "mallory", 3);
            AtomicReference<JsonObject> seen = new AtomicReference<>();
            await().until(() -> {
                seen.set(application.read("/live"));
                return !objects(seen.get(), "events").isEmpty() && blocked(seen.get()) > 0;
            });
            JsonObject event = objects(seen.get(), "events").get(0);
            assertThat(event.getString("event")).isEqualTo("blocked");
            assertThat(event.getString("policy")).isEqualTo("blocking");
            assertThat(event.getString("key")).isEqualTo("user:ma***");
            assertThat(blocked(seen.get())).isEqualTo(1);
            long sequence = seen.get().getJsonNumber("seq").longValue();
            AdminVisit later = application.viewer("/live").query("after", String.valueOf(sequence));
            await().until(() ->
                    !objects(AdminApplication.json(later.send()), "buckets").isEmpty());
            JsonObject next = AdminApplication.json(later.send());
            assertThat(objects(next, "buckets"))
                    .allSatisfy(each ->
                            assertThat(each.getJsonNumber("seq").longValue()).isGreaterThan(sequence));
            assertThat(objects(next, "events")).isEmpty();
            assertThat(objects(next, "minutes")).isEmpty();
        }
    }

    @Test
    void count_countersOfAPolicy_areCountedInTheBackground() {
        try (AdminApplication application = new AdminApplication()) {
            use(application, "api", "alice", 1);
            use(application, "api", "bob", 1);
            use(application, "blocking", "bob", 1);
            AdminVisit.Reply begun = application
                    .operator("/count")
                    .change("POST")
                    .body("{\"policy\":\"api\"}")
                    .send();
            assertThat(begun.status()).isEqualTo(202);
            String path = "/count/" + begun.body().replaceAll("\\{\"id\":\"(.*)\"}", "$1");
            await().untilAsserted(() -> {
                JsonObject count = application.read(path);
                assertThat(count.getString("state")).isEqualTo("done");
                assertThat(count.getInt("counted")).isEqualTo(2);
                assertThat(count.getInt("pages")).isEqualTo(1);
            });
            assertThat(application.operator(path).change("DELETE").send().status())
                    .isEqualTo(204);
            assertThat(application.operator("/count/1").change("DELETE").send().status())
                    .isEqualTo(404);
            assertThat(application.audited()).containsExactlyInAnyOrder("count all", "end-count all");
        }
    }
}
