package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.rule.TenantRule;
import dev.weir.match.PathSegment;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No client is another tenant because it writes something in another way. */
class TenantOfRequestTest {

    private static final TenantRule BY_HEADER = new TenantRule.ByHeader("X-Tenant");
    private static final TenantRule BY_PATH = new TenantRule.ByPath(PathSegment.parse("/t/{tenant}/**", "{tenant}"));

    private static Optional<String> byHost(String host) {
        return TenantOfRequest.find(new TenantRule.ByHost(), new FakeRequest().asking(host));
    }

    private static Optional<String> byPath(String uri, String servletPath) {
        return TenantOfRequest.find(BY_PATH, new FakeRequest().spelt(uri, servletPath));
    }

    private static Optional<String> byDomain(String principal) {
        return TenantOfRequest.find(new TenantRule.ByPrincipalDomain(), new FakeRequest().by(principal));
    }

    @Test
    void find_headerThatNoTrustedProxySent_isNone() {
        assertThat(TenantOfRequest.find(BY_HEADER, new FakeRequest().with("X-Tenant", "acme")))
                .isEmpty();
    }

    @Test
    void find_headerOfATrustedProxy_isItsValue() {
        assertThat(TenantOfRequest.find(BY_HEADER, new FakeRequest().throughProxy("X-Tenant", " acme ")))
                .contains("acme");
        assertThat(TenantOfRequest.find(BY_HEADER, new FakeRequest().throughProxy("X-Tenant", " ")))
                .isEmpty();
    }

    @Test
    void find_headerOfTheClientBeforeThatOfTheProxy_isTheProxys() {
        assertThat(TenantOfRequest.find(BY_HEADER, new FakeRequest().throughProxy("X-Tenant", "evil", "acme")))
                .contains("acme");
        assertThat(TenantOfRequest.find(BY_HEADER, new FakeRequest().throughProxy("X-Tenant", "evil, acme")))
                .contains("acme");
    }

    @ParameterizedTest
    @CsvSource({
        "alice@acme.com, acme.com",
        "alice@ACME.Com, acme.com",
        "alice@acme.com., acme.com",
        "alice@evil.com@acme.com, acme.com",
        "'\"alice@evil.com\"@acme.com', acme.com",
    })
    void find_principal_isTheDomainBehindTheLastAt(String principal, String tenant) {
        assertThat(byDomain(principal)).contains(tenant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "alice@", "alice@.", "@"})
    void find_principalWithoutDomain_isNone(String principal) {
        assertThat(byDomain(principal)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme.example.com", "ACME.Example.COM", "acme.example.com:8443", "acme.example.com."})
    void find_host_isItsFirstLabel(String host) {
        assertThat(byHost(host)).contains("acme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "acme",
                "acme.",
                "203.0.113.9",
                "203.0.113.9:8080",
                "203.0.113.9.",
                "[2001:db8::1]",
                "[2001:db8::1]:8080",
                "2001:db8::1",
                "[::ffff:203.0.113.9]",
                "",
                ".example.com",
                "acme..example.com",
                "acme%2eexample.com",
                "acme example.com",
                "acm\u00e9.example.com",
            })
    void find_hostThatIsNoneOrAnAddress_isNone(String host) {
        assertThat(byHost(host)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/t/acme/orders, /t/acme/orders",
        "/t/acme, /t/acme",
        "/t/acme/, /t/acme/",
        "/t/ACME/orders, /t/ACME/orders",
        "/t/%61cme/orders, /t/acme/orders",
        "//t//acme//orders, /t/acme/orders",
        "/t/acme;x=1/orders, /t/acme/orders",
    })
    void find_pathInAnySpelling_isItsTenant(String uri, String servletPath) {
        assertThat(byPath(uri, servletPath)).contains("acme");
    }

    @ParameterizedTest
    @CsvSource({
        "/t/evil;/..;/acme/orders, /t/evil",
        "/t/acme/orders;/../../evil, /t/acme/orders",
        "/t/evil/%2e%2e/acme/orders, /t/acme/orders",
        "/t/evil/../acme/orders, /t/acme/orders",
        "/t/acme%2f..%2fevil/orders, /t/evil/orders",
        "/t/acme/orders, /t/evil/orders",
        "/t/evil\\..\\acme/orders, /t/acme/orders",
    })
    void find_pathThatPartsOfTheServerReadDifferently_isOneTenantForAllSuch(String uri, String servletPath) {
        assertThat(byPath(uri, servletPath)).contains(TenantOfRequest.DISPUTED);
    }

    @Test
    void find_pathDecodedOnce_isNotDecodedAgain() {
        assertThat(byPath("/t/%2561cme/orders", "/t/%61cme/orders")).contains("%61cme");
    }

    @Test
    void find_anotherPath_isNone() {
        assertThat(byPath("/orders", "/orders")).isEmpty();
        assertThat(byPath("/t", "/t")).isEmpty();
    }

    @Test
    void find_claim_isItsText() {
        TenantRule rule = new TenantRule.ByClaim("org");
        assertThat(TenantOfRequest.find(rule, new FakeRequest().claiming("org", "acme")))
                .contains("acme");
        assertThat(TenantOfRequest.find(rule, new FakeRequest().claiming("org", " ")))
                .isEmpty();
        assertThat(TenantOfRequest.find(rule, new FakeRequest().claiming("other", "acme")))
                .isEmpty();
    }
}
