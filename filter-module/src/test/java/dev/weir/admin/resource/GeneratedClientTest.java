package dev.weir.admin.resource;

import static dev.weir.admin.OperatorClient.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.weir.Key;
import dev.weir.admin.AdminTomcat;
import dev.weir.admin.OperatorClient;
import dev.weir.admin.client.ApiClient;
import dev.weir.admin.client.ApiException;
import dev.weir.admin.client.RatelimitApi;
import dev.weir.admin.client.model.AuditEntry;
import dev.weir.admin.client.model.Block;
import dev.weir.admin.client.model.Count;
import dev.weir.admin.client.model.KeyState;
import dev.weir.admin.client.model.KeyUsage;
import dev.weir.admin.client.model.LimitOverride;
import dev.weir.admin.client.model.LimitState;
import dev.weir.admin.client.model.Me;
import dev.weir.admin.client.model.NewCount;
import dev.weir.admin.client.model.NewOverride;
import dev.weir.admin.client.model.Policy;
import dev.weir.admin.client.model.PolicyStatistics;
import dev.weir.admin.client.model.Problem;
import dev.weir.admin.client.model.Statistics;
import dev.weir.admin.client.model.TenantTier;
import dev.weir.admin.client.model.Totals;
import dev.weir.admin.client.model.Unblock;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client that the build generates of {@code openapi.json} administers an application over HTTP. */
class GeneratedClientTest {

    @TempDir
    private Path directory;

    private final AdminApplication application = new AdminApplication();
    private AdminTomcat tomcat;
    private RatelimitApi root;
    private RatelimitApi vera;

    @BeforeEach
    void start() {
        tomcat = new AdminTomcat(application::administered, directory);
        root = OperatorClient.of(tomcat.base(), "root");
        vera = OperatorClient.of(tomcat.base(), "vera");
    }

    @AfterEach
    void stop() {
        tomcat.close();
        application.close();
    }

    private void acquire(String policy, String user, int times) {
        for (int i = 0; i < times; i++) {
            var unused = application.runtime().limiter().acquire(policy, Key.user(user), 1);
        }
    }

    private static Problem problem(ThrowingCallable call, int status) throws Exception {
        ApiException refused = catchThrowableOfType(ApiException.class, call);
        assertThat(refused.getCode()).isEqualTo(status);
        Problem problem = ApiClient.createDefaultObjectMapper().readValue(refused.getResponseBody(), Problem.class);
        assertThat(problem.getStatus()).isEqualTo(status);
        return problem;
    }

    @Test
    void statistics_requestsThatWereCounted_comeBackAsNumbers() throws Exception {
        acquire("api", "alice", 12);
        Statistics statistics = vera.statistics();
        assertThat(statistics.getMode()).isEqualTo(Statistics.ModeEnum.LOCAL);
        assertThat(statistics.getPolicies())
                .extracting(PolicyStatistics::getName)
                .contains("anonymous", "user", "login", "api", "plan", "blocking");
        PolicyStatistics api = statistics.getPolicies().stream()
                .filter(each -> each.getName().equals("api"))
                .findFirst()
                .orElseThrow();
        assertThat(api.getAllowed()).isEqualTo(10);
        assertThat(api.getRefused()).isEqualTo(2);
        assertThat(statistics.getMembers()).singleElement().matches(member -> member.getSelf());
        assertThat(Duration.between(statistics.getSince(), statistics.getTime()))
                .isBetween(Duration.ZERO, Duration.ofMinutes(10));
        assertThat(statistics.getSources().getLocal()).isEqualTo(12);
    }

    @Test
    void policies_asConfigured_comeBackWithLimitsAndTiers() throws Exception {
        assertThat(vera.policies().getPolicies())
                .filteredOn(each -> each.getName().equals("plan"))
                .singleElement()
                .satisfies(plan -> {
                    assertThat(plan.getLimits()).containsExactly("5/1h");
                    assertThat(plan.getSource()).isEqualTo(Policy.SourceEnum.PROPERTY);
                    assertThat(plan.getConcurrency()).isNull();
                    assertThat(plan.getTiers())
                            .anySatisfy(tier -> assertThat(tier.getLimits()).containsExactly("50/1h"));
                });
    }

    @Test
    void keys_mostUsed_areListedWithTokensThatFindThem() throws Exception {
        acquire("api", "alice", 7);
        acquire("api", "bobby", 3);
        List<KeyUsage> top = await().pollInterval(Duration.ofMillis(250))
                .until(() -> vera.keys("api", "top", 10, null).getKeys(), keys -> keys.size() == 2);
        assertThat(top).extracting(KeyUsage::getCount).containsExactly(7L, 3L);
        assertThat(top.get(0).getKey()).isEqualTo("user:al***");
        KeyState state = root.key(
                "api", null, root.keys("api", "top", 1, null).getKeys().get(0).getToken());
        assertThat(state.getLimits()).extracting(LimitState::getRemaining).containsExactly(3L);
        assertThat(root.revealKey(ADMIN, "api", state.getToken(), "case 7").getKey())
                .isEqualTo("user:alice");
    }

    @Test
    void live_secondsThatHavePassed_haveTheirCounts() throws Exception {
        acquire("api", "alice", 12);
        Totals totals = await().pollInterval(Duration.ofMillis(250))
                .until(
                        () -> vera.live(0L).getBuckets().stream()
                                .map(bucket -> bucket.getPolicies().getOrDefault("api", new Totals()))
                                .filter(each -> each.getAllowed() != null && each.getAllowed() > 0)
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
        assertThat(totals.getAllowed()).isEqualTo(10);
        assertThat(totals.getRefused()).isEqualTo(2);
        assertThat(vera.live(vera.live(0L).getSeq()).getBuckets()).hasSizeLessThan(3);
    }

    @Test
    void block_untilUnblocked_isSeenInTheStateOfTheKey() throws Exception {
        LimitOverride made = root.block(
                        ADMIN, new Block().policy("api").key("alice")._for("1h").reason("case 7"))
                .getOverride();
        assertThat(made.getKind()).isEqualTo(LimitOverride.KindEnum.BLOCK);
        assertThat(made.getBy()).isEqualTo("root");
        assertThat(Duration.between(made.getSince(), made.getUntil())).isEqualTo(Duration.ofHours(1));
        KeyState blocked = root.key("api", "alice", null);
        assertThat(blocked.getAllowed()).isFalse();
        assertThat(Duration.between(blocked.getBlockedUntil(), made.getUntil()).abs())
                .isLessThan(Duration.ofSeconds(5));
        root.unblock(ADMIN, new Unblock().policy("api").key("alice").reason("case 7"));
        KeyState free = root.key("api", "alice", null);
        assertThat(free.getAllowed()).isTrue();
        assertThat(free.getBlockedUntil()).isNull();
        assertThat(root.audit().getEntries()).extracting(AuditEntry::getAction).containsExactly("unblock", "block");
    }

    @Test
    void override_untilEnded_holds() throws Exception {
        LimitOverride made = root.putOverride(
                        ADMIN,
                        new NewOverride()
                                .policy("api")
                                .key("alice")
                                .limit("20/1h")
                                .reason("case 7"))
                .getOverride();
        assertThat(made.getKind()).isEqualTo(LimitOverride.KindEnum.LIMIT);
        assertThat(made.getValue()).isEqualTo("20/1h");
        assertThat(made.getUntil()).isNull();
        assertThat(root.key("api", "alice", null).getRemaining()).isEqualTo(20);
        assertThat(root.overrides().getOverrides()).containsExactly(made);
        root.deleteOverride(ADMIN, made.getId(), "done");
        assertThat(root.overrides().getOverrides()).isEmpty();
        assertThat(root.key("api", "alice", null).getRemaining()).isEqualTo(10);
    }

    @Test
    void tenant_onAnotherTier_hasItsLimits() throws Exception {
        LimitOverride made = root.putTenant(
                        ADMIN, new TenantTier().tenantId("acme").tier("paid").reason("upgrade"))
                .getOverride();
        assertThat(made.getKind()).isEqualTo(LimitOverride.KindEnum.TIER);
        assertThat(root.key("plan", "acme", null).getRemaining()).isEqualTo(50);
    }

    @Test
    void reset_bothWays_freesTheKey() throws Exception {
        acquire("api", "alice", 10);
        assertThat(root.key("api", "alice", null).getAllowed()).isFalse();
        root.resetKey(ADMIN, "api", "alice", null, "case 7");
        assertThat(root.key("api", "alice", null).getRemaining()).isEqualTo(10);
        acquire("api", "alice", 10);
        root.resetLimiter(ADMIN, "api", "alice", null);
        assertThat(root.key("api", "alice", null).getRemaining()).isEqualTo(10);
    }

    @Test
    void count_thatWasStarted_isDone() throws Exception {
        String id = root.startCount(ADMIN, new NewCount().policy("api")).getId();
        Count count = await().pollInterval(Duration.ofMillis(250))
                .until(() -> root.count(id), each -> each.getState() != Count.StateEnum.RUNNING);
        assertThat(count.getState()).isEqualTo(Count.StateEnum.DONE);
        root.cancelCount(ADMIN, id);
        assertThat(problem(() -> root.cancelCount(ADMIN, "other"), 404).getDetail())
                .isEqualTo("no such count");
    }

    /** It reads 100 counters every 200 ms, so that 3,000 take it seconds. */
    @Test
    void count_whileAnotherRuns_isAConflictThatIsDescribed() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            acquire("api", "user-" + i, 1);
        }
        String id = root.startCount(ADMIN, new NewCount().policy("api")).getId();
        assertThat(problem(() -> root.startCount(ADMIN, new NewCount()), 409).getDetail())
                .startsWith("another count is running");
        root.cancelCount(ADMIN, id);
        assertThat(root.count(id).getState()).isEqualTo(Count.StateEnum.CANCELLED);
        JsonObject schema = new Described(application.read("/openapi.json"))
                .schema("/count", "post", "409", "application/problem+json");
        assertThat(schema.getString("$ref")).endsWith("/Problem");
    }

    @Test
    void otherReads_haveTheirTypes() throws Exception {
        Me me = vera.me();
        assertThat(me.getWho()).isEqualTo("vera");
        assertThat(me.getAdmin()).isFalse();
        assertThat(me.getKeys()).isEqualTo(Me.KeysEnum.MASKED);
        LocalDate today = vera.report(null, "json").getDay();
        assertThat(vera.report(today, null).getDay()).isEqualTo(today);
        assertThat(vera.endpoints("errors").getQueries()).isEmpty();
        assertThat(vera.document())
                .isInstanceOfSatisfying(
                        Map.class,
                        document -> assertThat(document.get("openapi")).isEqualTo("3.0.3"));
    }

    @Test
    void refusals_areProblemsWithTheirReason() throws Exception {
        NewOverride wrong = new NewOverride().policy("api").limit("many").reason("r");
        assertThat(problem(() -> root.putOverride(ADMIN, wrong), 400).getDetail())
                .contains("many");
        assertThat(problem(() -> vera.putOverride(ADMIN, wrong), 403).getDetail())
                .isEqualTo("the caller may read, but not do this");
        assertThat(problem(() -> root.key("none", "alice", null), 404).getTitle())
                .isEqualTo("Not Found");
        ApiException anonymous = catchThrowableOfType(
                ApiException.class,
                () -> OperatorClient.anonymous(tomcat.base()).me());
        assertThat(anonymous.getCode()).isEqualTo(401);
        assertThat(root.overrides().getOverrides()).isEmpty();
    }
}
