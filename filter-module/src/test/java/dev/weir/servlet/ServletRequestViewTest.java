package dev.weir.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.junit.jupiter.api.Test;

/** What a request says about its tenant, as far as it can be believed. */
class ServletRequestViewTest {

    private static final ClientAddress CLIENTS =
            new ClientAddress(ForwardingHeader.NONE, AddressRanges.parse("10.0.0.0/8"), 64);

    /** A request from {@code peer} with two lines {@code X-Tenant}. */
    private static ServletRequestView view(String peer, String host) {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                ServletRequestViewTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddr" -> peer;
                    case "getServerName" -> host;
                    case "getUserPrincipal" -> new Token();
                    case "getHeaders" ->
                        Collections.enumeration(arguments[0].equals("X-Tenant") ? List.of("evil", "acme") : List.of());
                    default -> null;
                });
        return new ServletRequestView(request, CLIENTS);
    }

    private record Token() implements JsonWebToken {
        @Override
        public String getName() {
            return "alice";
        }

        @Override
        public Object getClaim(String name) {
            return name.equals("org") ? "acme" : null;
        }
    }

    @Test
    void linesOfTrustedProxy_fromATrustedProxy_areAllLines() {
        assertThat(view("10.1.2.3", "a.example.com").linesOfTrustedProxy("X-Tenant"))
                .containsExactly("evil", "acme");
        assertThat(view("10.1.2.3", "a.example.com").linesOfTrustedProxy("X-Other"))
                .isEmpty();
    }

    @Test
    void linesOfTrustedProxy_fromAnyOtherPeer_areNone() {
        for (String peer : List.of("203.0.113.9", "11.0.0.1", "", "10.0.0.1.example.com", "::ffff:11.0.0.1")) {
            assertThat(view(peer, "a.example.com").linesOfTrustedProxy("X-Tenant"))
                    .as(peer)
                    .isEmpty();
        }
    }

    @Test
    void host_isThatOfTheContainer() {
        assertThat(view("203.0.113.9", "a.example.com").host()).contains("a.example.com");
        assertThat(view("203.0.113.9", null).host()).isEmpty();
    }

    @Test
    void claim_isThatOfTheCallersToken() {
        assertThat(view("203.0.113.9", "a.example.com").claim("org")).contains("acme");
        assertThat(view("203.0.113.9", "a.example.com").claim("other")).isEmpty();
    }
}
