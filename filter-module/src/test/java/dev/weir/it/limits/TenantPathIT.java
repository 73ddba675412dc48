package dev.weir.it.limits;

import static dev.weir.it.limits.TenantSources.remaining;
import static dev.weir.it.limits.TenantSources.usedBefore;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.it.path.RawConnection.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tenants in a path, in every spelling: who is served as a tenant is charged as that tenant, or as one whose path is
 * disputed, and nobody else is. The oracle is the application, once a servlet, once JAX-RS, which routes by itself.
 */
class TenantPathIT {

    private static final Pattern SEEN = Pattern.compile("path=/t/([^/ ]+)");

    /** Of {@code ACME}, with {@code EVIL} in it at most where it is left out by somebody. */
    private static final List<String> SPELLINGS = List.of(
            "/t/ACME",
            "/t/ACME/",
            "/t/ACME/orders",
            "//t/ACME/orders",
            "/t//ACME/orders",
            "///t///ACME",
            "/t/ACME;x=1",
            "/t/ACME;x=1/orders",
            "/t;x=1/ACME/orders",
            "/t/;x/ACME/orders",
            "/t/ACME/;x=1",
            "/t/ACME/.",
            "/t/ACME/./orders",
            "/t/./ACME/orders",
            "/t/.;/ACME/orders",
            "/./t/ACME/orders",
            "/x/../t/ACME/orders",
            "/x/..;/t/ACME/orders",
            "/%74/ACME/orders",
            "/t%2FACME/orders",
            "/t/ACME%2Forders",
            "/t/ACME%2forders",
            "/t/ACME%3Bx/orders",
            "/t/ACME%20/orders",
            "/t/ACME%00/orders",
            "/t/ACME%0a/orders",
            "/t/ACME?tenant=EVIL",
            "/t/ACME#/t/EVIL",
            "/t/ACME/..;/",
            "/t/ACME/..;/EVIL",
            "/t/ACME/..;/EVIL/orders",
            "/t/ACME/../EVIL/orders",
            "/t/ACME/%2e%2e/EVIL/orders",
            "/t/ACME/%2e%2e;/EVIL/orders",
            "/t/ACME;/../EVIL/orders",
            "/t/ACME;/..;/EVIL",
            "/t/ACME%2f..%2fEVIL/orders",
            "/t/ACME%5c..%5cEVIL/orders",
            "/t/ACME\\..\\EVIL/orders",
            "/t/ACME%3B/../EVIL",
            "/t/EVIL/..;/ACME",
            "/t/EVIL/..;/ACME/orders",
            "/t/EVIL/../ACME/orders",
            "/t/EVIL/%2e%2e/ACME/orders",
            "/t/EVIL;/../ACME/orders",
            "/t/EVIL;/..;/ACME/orders",
            "/t/EVIL%2f..%2fACME/orders",
            "/t/EVIL%5c..%5cACME/orders",
            "/t/EVIL\\..\\ACME/orders",
            "/t/EVIL%3B/../ACME",
            "/t/EVIL/x/..;/..;/ACME",
            "/t/EVIL/%252e%252e/ACME",
            "http://localhost/APPLICATION/t/ACME/orders",
            "/..;/APPLICATION/t/ACME/orders",
            "/../APPLICATION/t/ACME/orders");

    private final List<String> wrong = new ArrayList<>();
    private int served;

    @ParameterizedTest
    @ValueSource(strings = {"path", "routed"})
    void anySpelling_isChargedToWhomTheApplicationServes(String application) {
        for (String spelling : SPELLINGS) {
            try (TenantSources sources = new TenantSources()) {
                check(application, spelling, sources);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(served).as("spellings that lead to a tenant").isGreaterThan(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"path", "routed"})
    void otherLetters_areTheSameTenant(String application) {
        try (TenantSources sources = new TenantSources()) {
            String acme = sources.acme();
            List<String> same = List.of(
                    acme.toUpperCase(Locale.ROOT),
                    "%61" + acme.substring(1),
                    "%41" + acme.substring(1),
                    acme.replace("c", "%63").replace("e", "%65"));
            same.forEach(each -> own(sources, application, each));
            assertThat(usedBefore(own(sources, application, acme))).isEqualTo(same.size());
        }
    }

    /** Octets of UTF-8 as they are: a server may refuse them, or the parts of a server may read them differently. */
    @ParameterizedTest
    @ValueSource(strings = {"path", "routed"})
    void lettersBeyondAscii_rawAndEscaped_areNotFree(String application) {
        try (TenantSources sources = new TenantSources()) {
            String escaped = "gr%C3%B6%C3%9Fe" + sources.acme();
            own(sources, application, escaped);
            own(sources, application, escaped.toLowerCase(Locale.ROOT));
            Response raw = own(sources, application, "gr\u00c3\u00b6\u00c3\u009fe" + sources.acme());
            int used = usedBefore(own(sources, application, escaped));
            assertThat(raw.status() == 400 || remaining(raw).isPresent())
                    .as("status %d, RateLimit %s", raw.status(), raw.field("ratelimit"))
                    .isTrue();
            assertThat(used).isBetween(2, 3);
        }
    }

    private void check(String application, String spelling, TenantSources sources) {
        String target = spelling.replace("ACME", sources.acme())
                .replace("EVIL", sources.evil())
                .replace("APPLICATION", application);
        boolean whole = spelling.contains("APPLICATION");
        Response response = sources.ask(whole ? target : '/' + application + target, "Host: localhost");
        Optional<String> seen = seen(response);
        int acme = usedBefore(own(sources, application, sources.acme()));
        int evil = usedBefore(own(sources, application, sources.evil()));
        String result = "%s %s: status %d, seen %s, RateLimit %s, acme %d, evil %d"
                .formatted(application, target, response.status(), seen, response.field("ratelimit"), acme, evil);
        seen.ifPresent(tenant -> {
            served++;
            boolean disputed = remaining(response).isPresent() && acme + evil == 0;
            boolean charged = tenant.equals(sources.acme())
                    ? acme == 1 && evil == 0
                    : tenant.equals(sources.evil())
                            ? evil == 1 && acme == 0
                            : remaining(response).isPresent();
            if (!disputed && !charged) {
                wrong.add(result);
            }
        });
        if (seen.isEmpty() && acme + evil > 1) {
            wrong.add(result);
        }
    }

    /** The tenant that the application serves; empty if it does not answer, or for none. */
    private static Optional<String> seen(Response response) {
        Matcher matcher = SEEN.matcher(response.body());
        return response.status() == 200 && matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Response own(TenantSources sources, String application, String tenant) {
        return sources.ask('/' + application + "/t/" + tenant + "/orders", "Host: localhost");
    }
}
