package dev.weir.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.http.RequestView;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HandshakesTest {

    private static final ClientAddress PEER = new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, 64);

    private static final ServletContext CONTEXT = (ServletContext) Proxy.newProxyInstance(
            HandshakesTest.class.getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (proxy, method, arguments) -> method.getReturnType() == int.class ? 0 : null);

    @BeforeAll
    static void expect() {
        Handshakes.expect();
    }

    /** {@code GET /socket} from 203.0.113.9 by somebody with the role {@code user}; headers in turn. */
    private static HttpServletRequest request(String... namesAndValues) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return (HttpServletRequest) Proxy.newProxyInstance(
                HandshakesTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getMethod" -> "GET";
                    case "getRequestURI" -> "/socket";
                    case "getContextPath" -> "";
                    case "getServletPath" -> "/socket";
                    case "getServletContext" -> CONTEXT;
                    case "getServerName" -> "acme.example.com";
                    case "getRemoteAddr" -> "203.0.113.9";
                    case "getHeader" -> headers.get((String) arguments[0]);
                    case "getHeaders" -> Collections.enumeration(List.of(headers.get((String) arguments[0])));
                    case "getHeaderNames" -> Collections.enumeration(headers.keySet());
                    case "isUserInRole" -> arguments[0].equals("user");
                    case "getParameterMap" -> Map.of("dev.weir.handshake", new String[] {"of the client"});
                    default -> null;
                });
    }

    private static HttpServletRequest remembered(HttpServletRequest request) {
        return remembered(request, PEER);
    }

    private static HttpServletRequest remembered(HttpServletRequest request, ClientAddress clients) {
        return Handshakes.remembered(request, () -> new ServletRequestView(request, clients), List.of("user", "admin"));
    }

    private static Map<String, List<String>> parameters(HttpServletRequest request) {
        Map<String, List<String>> parameters = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> parameters.put(name, Arrays.asList(values)));
        return parameters;
    }

    @Test
    void remembered_handshake_isFoundByItsParameters() {
        HttpServletRequest request = remembered(request("Sec-WebSocket-Key", "k", "X-Api-Key", "a"));
        RequestView client = Handshakes.of(parameters(request)).orElseThrow();
        assertThat(client.clientAddress()).isEqualTo("4:203.0.113.9");
        assertThat(client.path()).isEqualTo("/socket");
        assertThat(client.header("x-api-key")).contains("a");
        assertThat(client.header("x-api")).isEmpty();
        assertThat(client.hasRole("user")).isTrue();
        assertThat(client.hasRole("admin")).isFalse();
    }

    @Test
    void remembered_handshake_keepsWhatSaysTheTenant() {
        ClientAddress trusting = new ClientAddress(ForwardingHeader.NONE, AddressRanges.parse("203.0.113.0/24"), 64);
        HttpServletRequest request = remembered(request("Sec-WebSocket-Key", "k", "X-Tenant", "acme"), trusting);
        RequestView client = Handshakes.of(parameters(request)).orElseThrow();
        assertThat(client.linesOfTrustedProxy("x-tenant")).containsExactly("acme");
        assertThat(client.host()).contains("acme.example.com");
        assertThat(client.claim("org")).isEmpty();
        request = remembered(request("Sec-WebSocket-Key", "k", "X-Tenant", "acme"));
        client = Handshakes.of(parameters(request)).orElseThrow();
        assertThat(client.linesOfTrustedProxy("x-tenant")).isEmpty();
    }

    @Test
    void remembered_twoHandshakes_haveDifferentParameters() {
        HttpServletRequest one = remembered(request("Sec-WebSocket-Key", "k"));
        HttpServletRequest two = remembered(request("Sec-WebSocket-Key", "k"));
        assertThat(parameters(one)).isNotEqualTo(parameters(two));
    }

    @Test
    void remembered_otherRequest_staysAsItIs() {
        HttpServletRequest request = request();
        assertThat(remembered(request)).isSameAs(request);
        assertThat(Handshakes.of(parameters(request))).isEmpty();
    }
}
