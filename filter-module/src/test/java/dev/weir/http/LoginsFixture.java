package dev.weir.http;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.reply.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Logins of an application that has a form, with counters in memory. */
abstract class LoginsFixture {

    static final int REFUSED = 429;

    final LimiterFixture fixture = login();

    static LimiterFixture login(String... more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "policy.login.limit", "5/1m",
                "policy.login.match", "POST /login",
                "policy.login.username", "param:username"));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return new LimiterFixture(
                Map.of("byHeader", request -> Key.of(request.header("X-Login").orElseThrow())),
                properties.entrySet().stream()
                        .flatMap(each -> List.of(each.getKey(), each.getValue()).stream())
                        .toArray(String[]::new));
    }

    static FakeRequest from(String address) {
        return new FakeRequest().to("POST", "/login").from(address);
    }

    static String basic(String credentials) {
        return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** The status that a request gets, which the application answers with {@code status} if it is admitted. */
    int send(FakeRequest request, int status) {
        return send(fixture, request, status);
    }

    static int send(LimiterFixture fixture, FakeRequest request, int status) {
        RequestDecisions decisions = fixture.limiter.newRequestDecisions();
        List<Decision> refusals = fixture.admit(request, decisions, "login");
        int sent = status;
        if (!refusals.isEmpty()) {
            Reply unused = fixture.limiter.refuse(request, decisions, refusals);
            sent = REFUSED;
        }
        fixture.outcomes.ended(decisions, sent);
        return sent;
    }

    int fail(String address, String username) {
        return send(from(address).submitting(username), 401);
    }

    int succeed(String address, String username) {
        return send(from(address).submitting(username), 200);
    }

    static String address(int i) {
        return "198.51." + i / 250 + "." + i % 250;
    }
}
