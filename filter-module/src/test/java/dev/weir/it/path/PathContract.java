package dev.weir.it.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Wars;
import dev.weir.it.path.RawConnection.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * No spelling of a path that reaches a limited resource is ever uncounted, none is ever exempt: whatever a server takes
 * a spelling for. It may also refuse it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PathContract {

    private static final int GENERATED = Integer.getInteger("weir.spellings", 100);

    private final List<String> uncounted = new ArrayList<>();
    private RawConnection connection = new RawConnection(0);
    private int reached;

    /** What is limited: the policy, which is what the body says that was reached, and a path that leads there. */
    record Target(String policy, String path) {}

    /** Where the server listens. */
    abstract int port();

    /** Context roots, as a client writes them. */
    abstract List<String> contexts();

    /** What there is below each of them. */
    abstract List<Target> targets();

    /** The application, in which {@code web.xml} names one more welcome file. */
    static WebArchive application() {
        return Wars.war("path", LimitedServlet.class, FreeServlet.class)
                .addAsWebResource(new StringAsset("reached welcome."), "index.html")
                .addAsWebResource(new StringAsset("reached directory."), "directory/start.html")
                .addAsWebResource(new StringAsset("reached file."), "static/file.txt")
                .setWebXML("it/path-web.xml");
    }

    static List<Target> servletTargets() {
        return List.of(
                new Target("exact", "/exact"),
                new Target("prefix", "/prefix/a"),
                new Target("prefix", "/prefix"),
                new Target("servlet", "/servlet/a/b"),
                new Target("servlet", "/servlet"),
                new Target("extension", "/a/b.do"),
                new Target("size", "/gr%C3%B6%C3%9Fe/a"),
                new Target("size", "/gr\u00c3\u00b6\u00c3\u009fe/a"),
                new Target("welcome", "/index.html"),
                new Target("welcome", "/"),
                new Target("directory", "/directory/"),
                new Target("directory", "/directory/start.html"),
                new Target("file", "/static/file.txt"));
    }

    @BeforeEach
    void connect() {
        connection = new RawConnection(port());
        uncounted.clear();
        reached = 0;
    }

    @AfterEach
    void disconnect() {
        connection.close();
    }

    @Test
    void everyTarget_asItIsWritten_isCounted() {
        for (String context : contexts()) {
            targets().stream()
                    .filter(target -> target.path().chars().allMatch(c -> c < 0x80))
                    .forEach(target -> {
                        Response response = connection.get(context + target.path());
                        assertThat(response.body()).isEqualTo("reached " + target.policy() + ".");
                        assertThat(response.field("ratelimit")).startsWith('"' + target.policy() + "\";r=");
                    });
            assertThat(connection.get(context + "/health").field("ratelimit")).isEmpty();
            assertThat(connection.get(context + "/free/x").body()).isEqualTo("free");
            assertThat(connection.get(context + "/free/x").field("ratelimit")).isEmpty();
        }
    }

    @Test
    void everyTarget_inOtherWords_isCountedWhereItIsReached() {
        for (String context : contexts()) {
            for (Target target : targets()) {
                Spellings.once(context + target.path()).forEach(this::send);
            }
        }
        assertThat(uncounted).isEmpty();
        assertThat(reached)
                .as("spellings that lead somewhere")
                .isGreaterThan(100 * contexts().size());
    }

    @Test
    void everyTarget_inGeneratedWords_isCountedWhereItIsReached() {
        long seed = Long.getLong("weir.seed", System.nanoTime());
        Random random = new Random(seed);
        for (String context : contexts()) {
            for (Target target : targets()) {
                Spellings.generated(context + target.path(), random, GENERATED).forEach(this::send);
            }
        }
        assertThat(uncounted).as("seed %d", seed).isEmpty();
        assertThat(reached)
                .as("spellings that lead somewhere")
                .isGreaterThan(50 * contexts().size());
    }

    private void send(String spelling) {
        Response response = connection.get(spelling);
        if (response.body().startsWith("reached ")) {
            reached++;
            String policy = response.body()
                    .substring("reached ".length(), response.body().indexOf('.'));
            if (!response.field("ratelimit").contains('"' + policy + '"')) {
                uncounted.add(spelling + " reaches " + policy + ", RateLimit: " + response.field("ratelimit"));
            }
        }
    }
}
