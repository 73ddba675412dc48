package dev.weir.it.limits;

import static dev.weir.it.limits.TenantSources.assertNotCharged;
import static dev.weir.it.limits.TenantSources.remaining;
import static dev.weir.it.limits.TenantSources.usedBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.path.RawConnection.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * On the wire: no client takes permits of another tenant, or of none instead of its own, because it writes something in
 * another way. {@link TenantPathIT} and {@link TenantClaimIT} are about the other sources.
 */
class TenantSourcesIT {

    private static final String HOST = "Host: localhost";

    private final TenantSources sources = new TenantSources();
    private final String acme = sources.acme();
    private final String evil = sources.evil();

    @AfterEach
    void disconnect() {
        sources.close();
    }

    // header:X-Tenant

    private int usedByHeader(String tenant) {
        return usedBefore(sources.ask("/header/x", HOST, "X-Tenant: " + tenant));
    }

    @Test
    void header_ofTheProxyInAnyCase_isItsTenant() {
        for (String name : List.of("X-Tenant", "x-tenant", "X-TENANT")) {
            sources.ask("/header/x", HOST, name + ":   " + acme + "\t");
        }
        assertThat(usedByHeader(acme)).isEqualTo(3);
    }

    @Test
    void header_ofTheClientBeforeThatOfTheProxy_isTheProxys() {
        sources.ask("/header/x", HOST, "X-Tenant: " + acme, "X-Tenant: " + evil);
        sources.ask("/header/x", HOST, "X-Tenant: " + acme + ", " + evil);
        sources.ask("/header/x", HOST, "x-tenant: " + acme, "Other: x", "X-TENANT: " + acme + "," + evil);
        assertThat(usedByHeader(acme)).isZero();
        assertThat(usedByHeader(evil)).isEqualTo(3);
    }

    @Test
    void header_ofAnyOtherPeer_isNotRead() {
        assertNotCharged(sources.askDirectly("/header/x", HOST, "X-Tenant: " + acme));
        assertNotCharged(sources.askDirectly("/header/x", HOST, "X-Tenant: " + acme, "X-Forwarded-For: 127.0.0.1"));
        assertNotCharged(sources.askDirectly("/header/x", HOST, "X-Tenant: " + acme, "Forwarded: for=127.0.0.1"));
        assertThat(usedByHeader(acme)).isZero();
    }

    @Test
    void header_malformedByAnyOtherPeer_isNotRead() {
        for (String line : List.of(
                "X-Tenant : " + acme,
                "X-Tenant\t: " + acme,
                " X-Tenant: " + acme,
                "X-Tenant: x\r\n " + acme,
                "X-Tenant: x\rX-Tenant: " + acme,
                "X-Tenant: x\nX-Tenant: " + acme,
                "X_Tenant: " + acme)) {
            assertNotCharged(sources.askDirectly("/header/x", HOST, line));
        }
        assertThat(usedByHeader(acme)).isZero();
    }

    @Test
    void header_withoutTenant_isNotLimited() {
        assertNotCharged(sources.ask("/header/x", HOST));
        assertNotCharged(sources.ask("/header/x", HOST, "X-Tenant:"));
        assertNotCharged(sources.ask("/header/x", HOST, "X-Tenant: " + acme + ","));
        assertThat(usedByHeader(acme)).isZero();
    }

    // host

    private int usedByHost(String tenant) {
        return usedBefore(sources.ask("/host/x", "Host: " + tenant + ".example.com"));
    }

    @Test
    void host_inAnySpelling_isTheSameTenant() {
        List<String> spellings = List.of(
                acme + ".example.com:8080",
                acme.toUpperCase() + ".EXAMPLE.com",
                acme + ".example.com.",
                acme + ".example.com.:80",
                acme + ".other.example",
                "  " + acme + ".example.com  ");
        spellings.forEach(each -> assertThat(remaining(sources.ask("/host/x", "Host: " + each)))
                .as(each)
                .isPresent());
        assertThat(usedByHost(acme)).isEqualTo(spellings.size());
    }

    @Test
    void host_inTheRequestLine_isTheTenantOfTheHostThatTheApplicationSees() {
        Response same = sources.ask("http://" + acme + ".example.com/host/x", "Host: " + acme + ".example.com");
        assertThat(remaining(same)).hasValue(TenantSources.LIMIT - 1);
        Response other = sources.ask("http://" + evil + ".example.com/host/x", "Host: " + acme + ".example.com");
        assertThat(other.body()).startsWith("host=");
        boolean seesEvil = other.body().startsWith("host=" + evil);
        assertThat(usedByHost(acme)).as(other.body()).isEqualTo(seesEvil ? 1 : 2);
        assertThat(usedByHost(evil)).as(other.body()).isEqualTo(seesEvil ? 1 : 0);
    }

    @Test
    void host_twice_isRefusedOrThatWhichTheApplicationSees() {
        Response both = sources.ask("/host/x", "Host: " + evil + ".example.com", "Host: " + acme + ".example.com");
        boolean seesAcme = both.body().startsWith("host=" + acme);
        boolean seesEvil = both.body().startsWith("host=" + evil);
        assertThat(both.status() == 400 || seesAcme || seesEvil).as(both.body()).isTrue();
        assertThat(usedByHost(acme)).as(both.body()).isEqualTo(seesAcme ? 1 : 0);
        assertThat(usedByHost(evil)).as(both.body()).isEqualTo(seesEvil ? 1 : 0);
    }

    @Test
    void host_thatIsForwarded_isNotRead() {
        for (String line : List.of(
                "X-Forwarded-Host: " + acme + ".example.com",
                "X-Forwarded-Server: " + acme + ".example.com",
                "X-Host: " + acme + ".example.com",
                "Forwarded: host=" + acme + ".example.com",
                "X-Original-Host: " + acme + ".example.com")) {
            sources.ask("/host/x", "Host: " + evil + ".example.com", line);
            sources.askDirectly("/host/x", "Host: " + evil + ".example.com", line);
        }
        assertThat(usedByHost(acme)).isZero();
        assertThat(usedByHost(evil)).isEqualTo(10);
    }

    @Test
    void host_thatIsAnAddressOrNoName_isNoTenant() {
        for (String host : List.of(
                "127.0.0.1",
                "127.0.0.1:8080",
                "[::1]",
                "[::1]:8080",
                acme,
                acme + ".",
                "." + acme + ".example.com",
                acme + "..example.com",
                acme + "%2eexample.com",
                "user@" + acme + ".example.com")) {
            Response response = sources.ask("/host/x", "Host: " + host);
            assertThat(response.status() == 400 || remaining(response).isEmpty())
                    .as("%s: %s", host, response.field("ratelimit"))
                    .isTrue();
        }
        assertThat(usedByHost(acme)).isZero();
    }

    // principal-domain

    private Response as(String principal) {
        return as(principal, principal + "-secret");
    }

    private Response as(String principal, String password) {
        byte[] credentials = (principal + ":" + password).getBytes(StandardCharsets.UTF_8);
        return sources.ask(
                "/domain/x", HOST, "Authorization: Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    private int usedByDomain(String tenant) {
        return usedBefore(as("bob@" + tenant));
    }

    @Test
    void principal_inAnySpelling_isTheDomainBehindItsLastAt() {
        List<String> principals = List.of(
                "alice@" + acme,
                "alice@" + acme.toUpperCase(),
                "alice@" + acme + ".",
                "alice@" + acme + " ",
                "alice@" + evil + "@" + acme,
                "\"alice@" + evil + "\"@" + acme,
                "@" + acme,
                "@@" + acme);
        principals.forEach(each -> assertThat(remaining(as(each))).as(each).isPresent());
        assertThat(usedByDomain(acme)).isEqualTo(principals.size());
        assertThat(usedByDomain(evil)).isZero();
    }

    @Test
    void principal_thatOnlyLooksLikeThatOfATenant_isNot() {
        for (String principal : List.of(
                acme,
                acme + "@",
                "alice\uff20" + acme,
                "alice@" + evil + "\uff20" + acme,
                "alice@" + acme + "@" + evil,
                "alice@" + acme + "@",
                "alice@" + acme + "@.",
                "alice@" + acme + "\u0000" + evil,
                "@")) {
            assertThat(as(principal).status()).as(principal).isEqualTo(200);
        }
        assertNotCharged(as("alice@" + acme, "wrong"));
        assertThat(usedByDomain(acme)).isZero();
        assertThat(usedByDomain(evil)).isEqualTo(1);
    }

    @Test
    void principal_withoutDomain_isNotLimited() {
        for (String principal : List.of("alice", "alice@", "alice@.", "@")) {
            assertNotCharged(as(principal));
        }
    }

    // bean:customers

    private Response customer(String customer, String address) {
        return sources.ask("/bean/x", HOST, "Customer: " + customer, "X-Forwarded-For: " + address);
    }

    @Test
    void bean_thatFails_isTheAddressAndNoTenant() {
        String address = "203.0.113." + (100 + Integer.parseInt(acme.substring("acme".length())));
        int used = 0;
        for (String failure : List.of("exception", "error", "null")) {
            assertThat(usedBefore(customer(failure, address))).as(failure).isEqualTo(used++);
        }
        assertThat(usedBefore(customer(address, address)))
                .as("a tenant with the name of an address")
                .isZero();
        assertThat(usedBefore(customer(acme, address))).isZero();
        assertThat(usedBefore(customer(acme, address))).isEqualTo(1);
        assertThat(usedBefore(customer("null", address))).isEqualTo(used);
    }
}
