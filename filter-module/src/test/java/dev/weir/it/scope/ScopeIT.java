package dev.weir.it.scope;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import dev.weir.it.filter.EchoServlet;
import java.net.URI;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is limited: every scope, in an application with Jakarta Security. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ScopeIT {

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war(
                "scope",
                Api.class,
                Users.class,
                EchoServlet.class,
                SessionServlet.class,
                ColourResolver.class,
                ScopeResource.class);
    }

    private Visitor visitor() {
        return Visitor.of(root);
    }

    @Test
    void anonymous_isTheAddress_unlessSomebodyIsLoggedIn() {
        Visitor visitor = visitor();
        assertThat(visitor.statuses("/anonymous", 2)).containsExactly(200, 429);
        assertThat(visitor.as("alice").status("/anonymous")).isEqualTo(200);
        assertThat(visitor().status("/anonymous")).isEqualTo(200);
    }

    @Test
    void user_isThePrincipal_whereverFrom() {
        assertThat(visitor().as("ursula").status("/user")).isEqualTo(200);
        assertThat(visitor().as("ursula").status("/user")).isEqualTo(429);
        assertThat(visitor().as("ulrich").status("/user")).isEqualTo(200);
    }

    @Test
    void user_nobodyLoggedIn_isNotLimited() {
        assertThat(visitor().statuses("/user", 3)).containsOnly(200);
    }

    @Test
    void user_byAnnotation_isThePrincipal() {
        assertThat(visitor().as("anna").status("/api/scope/user")).isEqualTo(200);
        assertThat(visitor().as("anna").status("/api/scope/user")).isEqualTo(429);
        assertThat(visitor().statuses("/api/scope/user", 2)).containsOnly(200);
    }

    @Test
    void bare_isAnonymousOrUser() {
        assertThat(field(visitor().get("/api/scope/bare"), "RateLimit-Policy")).isEqualTo("\"anonymous\";q=100;w=3600");
        assertThat(field(visitor().as("barbara").get("/api/scope/bare"), "RateLimit-Policy"))
                .isEqualTo("\"user\";q=1000;w=3600");
    }

    @Test
    void client_isThePrincipal_elseTheAddress() {
        Visitor visitor = visitor();
        assertThat(visitor.statuses("/client", 2)).containsExactly(200, 429);
        assertThat(visitor.as("claire").status("/client")).isEqualTo(200);
        assertThat(visitor().as("claire").status("/client")).isEqualTo(429);
    }

    @Test
    void address_isTheAddress_whoeverItIs() {
        Visitor visitor = visitor();
        assertThat(visitor.as("adam").status("/address")).isEqualTo(200);
        assertThat(visitor.as("eve").status("/address")).isEqualTo(429);
    }

    @Test
    void address_ofIpv6_isItsNetwork() {
        Visitor visitor = visitor();
        assertThat(visitor.from("2001:db8:1:2::1").status("/address")).isEqualTo(200);
        assertThat(visitor.from("2001:db8:1:2:ffff::9").status("/address")).isEqualTo(429);
        assertThat(visitor.from("2001:db8:1:3::1").status("/address")).isEqualTo(200);
    }

    @Test
    void login_isTheAddress() {
        Visitor visitor = visitor();
        for (int i = 0; i < 5; i++) {
            assertThat(visitor.send("POST", "/api/scope/login").statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = visitor.as("leo").send("POST", "/api/scope/login");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(field(refused, "RateLimit")).isEmpty();
        assertThat(visitor().send("POST", "/api/scope/login").statusCode()).isEqualTo(200);
    }

    @Test
    void session_isTheSession_ifThereIsOne() {
        assertThat(visitor().statuses("/session", 2)).containsOnly(200);
        Visitor one = inSession();
        assertThat(one.statuses("/session", 2)).containsExactly(200, 429);
        assertThat(inSession().status("/session")).isEqualTo(200);
    }

    @Test
    void session_thatGetsAnotherId_keepsItsCounter() {
        Visitor one = inSession();
        assertThat(one.status("/session")).isEqualTo(200);
        Visitor other = after(one, "/change-session-id");
        assertThat(other).usingRecursiveComparison().isNotEqualTo(one);
        assertThat(other.status("/session")).isEqualTo(429);
        assertThat(after(other, "/change-session-id").status("/session")).isEqualTo(429);
        assertThat(one.status("/session")).as("the old id is nobody's").isEqualTo(200);
    }

    private Visitor inSession() {
        return after(visitor(), "/start-session");
    }

    private static Visitor after(Visitor visitor, String path) {
        String cookie = field(visitor.get(path), "Set-Cookie").split(";", 2)[0];
        return visitor.with("Cookie", cookie);
    }

    @Test
    void user_otherCase_isTheSame_whereNamesAreFolded() {
        assertThat(visitor().as("Ulla").status("/user")).isEqualTo(200);
        assertThat(visitor().as("ULLA").status("/user")).isEqualTo(429);
        assertThat(visitor().as("ulla").status("/client")).isEqualTo(200);
        assertThat(visitor().as("Ulla").status("/client")).isEqualTo(429);
    }

    @Test
    void global_isEverybody() {
        assertThat(visitor().status("/global")).isEqualTo(200);
        assertThat(visitor().as("gloria").status("/global")).isEqualTo(429);
    }

    @Test
    void header_isItsValue_ifItIsThere() {
        assertThat(visitor().statuses("/header", 2)).containsOnly(200);
        assertThat(visitor().with("X-Api-Key", "one").status("/header")).isEqualTo(200);
        assertThat(visitor().with("x-api-key", "one").status("/header")).isEqualTo(429);
        assertThat(visitor().with("X-Api-Key", "two").status("/header")).isEqualTo(200);
    }

    @Test
    void keyResolver_byClass_makesTheKey() {
        assertThat(visitor().with("Colour", "red").status("/api/scope/key")).isEqualTo(200);
        assertThat(visitor().with("Colour", "red").status("/api/scope/key")).isEqualTo(429);
        assertThat(visitor().with("Colour", "blue").status("/api/scope/key")).isEqualTo(200);
    }

    @Test
    void keyResolver_byBeanName_makesTheKey() {
        assertThat(visitor().with("Colour", "red").status("/bean")).isEqualTo(200);
        assertThat(visitor().with("Colour", "red").status("/bean")).isEqualTo(429);
        assertThat(visitor().with("Colour", "blue").status("/bean")).isEqualTo(200);
    }

    @Test
    void keyResolver_thatFails_isReplacedByTheAddress() {
        assertThat(visitor().statuses("/bean", 2)).containsExactly(200, 429);
        assertThat(visitor().status("/bean")).isEqualTo(200);
    }

    @Test
    void exemptRole_isNeverCharged() {
        HttpResponse<String> response = visitor().as("guardian").get("/user");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(field(response, "RateLimit")).isEmpty();
        assertThat(visitor().as("guardian").statuses("/user", 2)).containsOnly(200);
        assertThat(visitor().as("guardian").statuses("/api/scope/user", 2)).containsOnly(200);
        assertThat(visitor().as("gregor").statuses("/user", 2)).containsExactly(200, 429);
    }
}
