package dev.weir.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logins that Payara Micro makes itself, before any filter: HTTP Basic, and {@code HttpServletRequest.login}. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ContainerLoginIT {

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war("container", Users.class, SecretServlet.class, AskedServlet.class);
    }

    private Visitor visitor() {
        return Visitor.of(root);
    }

    private static Visitor guessing(Visitor visitor, String user) {
        byte[] credentials = (user + ":guess").getBytes(StandardCharsets.UTF_8);
        return visitor.with("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    private int asked() {
        return Integer.parseInt(visitor().get("/asked").body());
    }

    @Test
    void basic_failures_areRefusedWithoutAskingTheStores() {
        Visitor visitor = visitor();
        for (int i = 0; i < 3; i++) {
            assertThat(guessing(visitor, "one" + i).status("/secret")).isEqualTo(401);
        }
        int asked = asked();
        assertThat(visitor.as("one9").status("/secret")).isEqualTo(401);
        assertThat(asked()).isEqualTo(asked);
        assertThat(visitor().as("one9").status("/secret")).as("from elsewhere").isEqualTo(200);
    }

    @Test
    void basic_failuresOfOneUser_areRefusedButAtHome() {
        Visitor home = visitor().as("victim");
        assertThat(home.get("/secret").body()).isEqualTo("victim");
        for (int i = 0; i < 3; i++) {
            assertThat(guessing(visitor(), "VICTIM").status("/secret")).isEqualTo(401);
        }
        int asked = asked();
        assertThat(visitor().as("victim").status("/secret")).isEqualTo(401);
        assertThat(asked()).isEqualTo(asked);
        assertThat(home.status("/secret")).isEqualTo(200);
    }

    /** No limit of the application covers the path, but passwords are tried there as anywhere. */
    @Test
    void basic_failuresAtTheAdministration_areThoseOfThePolicyOfLogins() {
        Visitor visitor = visitor();
        assertThat(visitor().as("root").status("/ops/me")).isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            assertThat(guessing(visitor, "boss" + i).status("/ops/me")).isEqualTo(401);
        }
        int asked = asked();
        assertThat(visitor.as("boss9").status("/ops/me")).isEqualTo(401);
        assertThat(visitor.as("boss9").status("/secret")).isEqualTo(401);
        assertThat(asked()).isEqualTo(asked);
        assertThat(visitor().as("boss9").status("/ops/me")).as("has no role").isEqualTo(403);
    }

    @Test
    void basic_successes_areNotCounted() {
        assertThat(visitor().as("busy").statuses("/secret", 20)).containsOnly(200);
    }

    @Test
    void login_ofTheRequest_isRefusedWith429() {
        Visitor visitor = visitor();
        for (int i = 0; i < 3; i++) {
            assertThat(visitor.status("/asked/login?username=two" + i + "&password=guess"))
                    .isEqualTo(401);
        }
        HttpResponse<String> refused = visitor.get("/asked/login?username=two9&password=two9-secret");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).doesNotContain("login").doesNotContain("two9");
    }
}
