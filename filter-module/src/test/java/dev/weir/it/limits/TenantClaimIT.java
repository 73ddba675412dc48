package dev.weir.it.limits;

import static dev.weir.it.limits.TenantSources.assertNotCharged;
import static dev.weir.it.limits.TenantSources.remaining;
import static dev.weir.it.limits.TenantSources.usedBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.path.RawConnection.Response;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tenants in the claim {@code org} of MicroProfile JWTs, which the server verifies by a key of this test. */
class TenantClaimIT {

    private final TenantSources sources = new TenantSources();
    private final String acme = sources.acme();
    private final String evil = sources.evil();

    @AfterEach
    void disconnect() {
        sources.close();
    }

    private static String org(String tenant) {
        return "\"org\":\"" + tenant + '"';
    }

    private Response with(String token) {
        return sources.ask("/claim/x", "Host: localhost", "Authorization: Bearer " + token);
    }

    private int used(String tenant) {
        return usedBefore(with(Tokens.issued(org(tenant))));
    }

    @Test
    void claim_ofAnIssuedToken_isTheTenant() {
        assertThat(with(Tokens.issued(org(acme))).body()).isEqualTo("caller=alice");
        assertThat(used(acme)).isEqualTo(1);
        assertThat(used(evil)).isZero();
    }

    @Test
    void claim_ofAForgedToken_isNotRead() {
        String issued = Tokens.issued(org(evil));
        for (String forged : List.of(
                Tokens.unsigned(org(acme)),
                Tokens.unsigned(org(acme)) + "x",
                Tokens.issuedByAnother(org(acme)),
                Tokens.signedByPublicKey(org(acme)),
                Tokens.exchanged(issued, org(acme)),
                issued.substring(0, issued.lastIndexOf('.') + 1))) {
            Response response = with(forged);
            assertNotCharged(response);
            assertThat(response.status()).isEqualTo(401);
        }
        assertThat(used(acme)).isZero();
        assertThat(used(evil)).isZero();
    }

    @Test
    void claim_thatIsForgedBesideAnIssuedToken_isNotRead() {
        String issued = "Authorization: Bearer " + Tokens.issued(org(evil));
        String forged = "Authorization: Bearer " + Tokens.unsigned(org(acme));
        sources.ask("/claim/x", "Host: localhost", issued, forged);
        sources.ask("/claim/x", "Host: localhost", forged, issued);
        sources.ask("/claim/x?org=" + acme, "Host: localhost", issued, "org: " + acme, "Cookie: org=" + acme);
        assertThat(used(acme)).isZero();
    }

    @Test
    void claim_ofTheSameNameElsewhereOrInAnotherCase_isNone() {
        for (String members : List.of(
                "\"ORG\":\"" + acme + '"',
                "\"Org\":\"" + acme + '"',
                "\"org \":\"" + acme + '"',
                "\"realm_access\":{" + org(acme) + '}',
                "\"org\":{" + org(acme) + '}',
                "\"org\":[\"" + acme + "\"]",
                "\"org\":null",
                "\"org\":true",
                "\"org\":\"\"",
                "\"organisation\":\"" + acme + '"',
                "")) {
            Response response = with(Tokens.issued(members));
            assertThat(response.status()).as(members).isEqualTo(200);
            assertNotCharged(response);
        }
        assertThat(used(acme)).isZero();
    }

    @Test
    void claim_twiceInOneToken_isOneTenantOrRefused() {
        Response response = with(Tokens.issued(org(evil) + ',' + org(acme)));
        int charged = used(acme) + used(evil);
        assertThat(charged).isEqualTo(remaining(response).isPresent() ? 1 : 0);
        assertThat(response.status() == 401 || charged == 1).as(response.body()).isTrue();
    }

    @Test
    void claim_thatIsANumber_isItsText() {
        String number = String.valueOf(System.nanoTime());
        with(Tokens.issued("\"org\":" + number));
        assertThat(used(number)).isEqualTo(1);
    }
}
