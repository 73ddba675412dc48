package dev.weir.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.Wars;
import dev.weir.it.path.RawConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no browser would send, octet by octet, to the administration on Payara Micro. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class OddRequestsIT {

    private static final AtomicInteger CALLERS = new AtomicInteger();
    private static final String BODY = "{\"policy\":\"api\",\"key\":\"address:203.0.113.9\",\"reason\":\"it\"}";

    @ArquillianResource
    private URI root;

    @Deployment(testable = false)
    static WebArchive application() {
        return Wars.war("odd", Wars.properties("admin"), Operators.class, HelloServlet.class);
    }

    private static String credentials() {
        String name = "root-odd" + CALLERS.incrementAndGet();
        byte[] text = (name + ':' + name + "-secret").getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(text) + "\r\n";
    }

    private int status(String method, String path, String fields, String body) {
        try (RawConnection connection = new RawConnection(root.getPort())) {
            return connection
                    .exchange(method + " /odd" + path + " HTTP/1.1\r\nHost: shop.example\r\n" + fields
                            + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n")
                            + "Connection: close\r\n\r\n" + body)
                    .status();
        }
    }

    private int changed(String fields) {
        return status("POST", "/ops/limits/block", credentials() + "X-Ratelimit-Admin: 1\r\n" + fields, BODY);
    }

    /** In no spelling and by no method is somebody let in who is not known. What is another path is limited as such. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ops/limits/me",
                "/ops/limits/me;jsessionid=1",
                "/ops/limits;a=b/me",
                "/ops/limits/%6de",
                "/ops/limits/m%65;x",
                "/ops/limits//me",
                "//ops//limits//me",
                "/ops/limits/./me",
                "/ops/limits/%2e/me",
                "/ops/limits/%2e%2e/limits/me",
                "/ops/limits/..%2flimits/me",
                "/ops/limits/me/",
                "/ops/limits/me.",
                "/ops/limits/me%20",
                "/ops/limits/me%00",
                "/ops/limits/ME",
                "/ops/limits/%c0%ae%c0%ae/me",
                "/ops/limits\\me",
                "/ops/limits/keys?policy=%zz",
                "/ops/limits/keys?%",
                "/ops/limits/keys?policy=%ff%fe",
                "/ops/limits/live?after=%00",
                "/ops/limits/console/../me",
                "/ops/limits/index.html",
                "/ops/limits/../../WEB-INF/web.xml",
            })
    void path_inAnySpelling_isNotOpenAndNoError(String path) {
        String who = credentials();
        for (String method : List.of("GET", "HEAD", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "get")) {
            assertThat(status(method, path, "", "")).as(method).isIn(400, 401, 404, 405, 429, 501);
            int known = status(method, path, who, "");
            assertThat(known).as(method).isIn(200, 302, 400, 404, 405, 429, 501);
            if (!method.equals("GET") && !method.equals("HEAD")) {
                assertThat(known).as(method).isNotEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Type: application/json | 200",
                "Content-Type: APPLICATION/JSON;charset=utf-8 | 200",
                "content-type:application/json ; x=y | 200",
                "Content-Type: application/jsonp | 403",
                "Content-Type: text/plain; application/json | 403",
                "Content-Type: text/plain, application/json | 403",
                "Origin: null~Content-Type: application/json | 403",
                "Origin: http://shop.example.evil.example~Content-Type: application/json | 403",
                "Origin: http://evil.example/shop.example~Content-Type: application/json | 403",
                "Origin: http://shop.example@evil.example~Content-Type: application/json | 403",
                "Origin: http://shop.example~Origin: http://evil.example~Content-Type: application/json | 403",
                "Origin: http://shop.example http://evil.example~Content-Type: application/json | 403",
                "Origin: http://shop.example~Content-Type: application/json | 200",
                "Sec-Fetch-Site: none, cross-site~Content-Type: application/json | 403",
                "Sec-Fetch-Site: SAME-ORIGIN~Content-Type: application/json | 403",
                "X-Ratelimit-Admin: 1~Content-Type: application/json | 403",
            })
    void change_fields_areThoseOfAPageOfThisHostOrRefused(String fields, int status) {
        assertThat(changed(fields.replace("~", "\r\n") + "\r\n")).isEqualTo(status);
    }

    @Test
    void change_methodInAField_isTheOneOfTheRequest() {
        String more = credentials() + "X-HTTP-Method-Override: DELETE\r\nX-Method-Override: DELETE\r\n"
                + "X-Ratelimit-Admin: 1\r\n";
        assertThat(status("GET", "/ops/limits/keys/one?policy=api&key=203.0.113.9", more, ""))
                .isEqualTo(200);
        assertThat(status("POST", "/ops/limits/keys/one?policy=api&key=203.0.113.9&_method=DELETE", more, ""))
                .isEqualTo(405);
    }
}
