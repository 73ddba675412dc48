package dev.weir.it.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.path.RawConnection;
import dev.weir.it.path.RawConnection.Response;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Two tenants that no other test has, and connections to the applications of tenants. */
final class TenantSources implements AutoCloseable {

    /** How many permits a tenant has: so few that none is taken in advance, and the fields are exact. */
    static final int LIMIT = 30;

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Pattern REMAINING = Pattern.compile("^\"tenants\";r=(\\d+)");

    private final int number = NUMBERS.incrementAndGet();
    private final RawConnection proxy = LimitsServer.proxy();
    private final RawConnection stranger = LimitsServer.stranger();

    String acme() {
        return "acme" + number;
    }

    String evil() {
        return "evil" + number;
    }

    /** Sends a request through the trusted proxy. */
    Response ask(String target, String... lines) {
        return ask(proxy, target, lines);
    }

    /** Sends a request past it. */
    Response askDirectly(String target, String... lines) {
        return ask(stranger, target, lines);
    }

    private static Response ask(RawConnection connection, String target, String... lines) {
        StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\n");
        for (String line : lines) {
            head.append(line).append("\r\n");
        }
        return connection.exchange(head.append("\r\n").toString());
    }

    /** What is left to the tenant of a request; empty if no tenant was charged. */
    static OptionalInt remaining(Response response) {
        Matcher matcher = REMAINING.matcher(response.field("ratelimit"));
        return matcher.find() ? OptionalInt.of(Integer.parseInt(matcher.group(1))) : OptionalInt.empty();
    }

    /** What its tenant had used before a request that it sent as it should. */
    static int usedBefore(Response own) {
        assertThat(own.status()).as(own.body()).isEqualTo(200);
        return LIMIT - 1 - remaining(own).orElseThrow();
    }

    static void assertNotCharged(Response response) {
        assertThat(response.field("ratelimit")).isEmpty();
        assertThat(response.status()).isNotEqualTo(429);
    }

    @Override
    public void close() {
        proxy.close();
        stranger.close();
    }
}
