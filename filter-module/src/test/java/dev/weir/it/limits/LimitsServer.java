package dev.weir.it.limits;

import dev.weir.it.PayaraServer;
import dev.weir.it.Visitor;
import dev.weir.it.Wars;
import dev.weir.it.path.RawConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.shrinkwrap.api.asset.FileAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * One Payara Micro with the applications of all tests of this package, because a server takes longer to start than most
 * of these tests. The first that asks starts it; it ends with this JVM. Each application stands below its own name.
 */
final class LimitsServer {

    /** Files of {@code config/}, each the configuration of an application as it is. */
    private static final List<String> SAMPLES =
            List.of("public-api-tiers", "layers", "growing-blocks", "llm-tokens", "rollout", "adaptive");

    private static final PayaraServer SERVER = PayaraServer.start("limits", applications(), options());

    private LimitsServer() {}

    private static List<WebArchive> applications() {
        List<WebArchive> all = new ArrayList<>();
        // the first stands at the root, where /host/x is a path as any other
        all.add(ofTenants("host", "host").addClass(TenantServlet.class));
        for (String sample : SAMPLES) {
            FileAsset file = new FileAsset(
                    Path.of("..", "config", sample + ".properties").toFile());
            all.add(Wars.war(sample, file, SampleServlet.class, Suspicions.class, Customers.class));
        }
        all.add(Wars.war("calendar", SampleServlet.class, Suspicions.class));
        all.add(ofTenants("header", "header:X-Tenant").addClass(TenantServlet.class));
        all.add(ofTenants("path", "path:/t/{tenant}/**").addClass(TenantServlet.class));
        all.add(ofTenants("routed", "path:/t/{tenant}/**").addClasses(Api.class, TenantResource.class));
        all.add(ofTenants("domain", "principal-domain").addClasses(TenantServlet.class, Customers.class));
        all.add(ofTenants("bean", "bean:customers").addClasses(TenantServlet.class, CustomerResolver.class));
        all.add(Wars.war("claim", new StringAsset(tenants("claim:org") + Tokens.configuration()), ClaimServlet.class)
                .addClass(TokenLogin.class));
        return all;
    }

    private static WebArchive ofTenants(String name, String from) {
        return Wars.war(name, new StringAsset(tenants(from)));
    }

    private static String tenants(String from) {
        return """
                ratelimit.policies=tenants
                ratelimit.policy.tenants.limit=%d/1h
                ratelimit.policy.tenants.scope=tenant
                ratelimit.policy.tenants.match=/**
                ratelimit.tenant.from=%s
                """.formatted(TenantSources.LIMIT, from);
    }

    private static String[] options() {
        try {
            return new String[] {
                "-Xmx768m",
                // a server that ends with this JVM leaves behind what it has unpacked
                "-Djava.io.tmpdir="
                        + Files.createDirectories(Path.of("target", "limits-server"))
                                .toAbsolutePath(),
                // the machine that builds may be slow
                "-Dratelimit.store.timeout=5s",
                "-Dratelimit.client.header=x-forwarded-for",
                "-Dratelimit.client.trusted-proxies=127.0.0.1"
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new client of an application, which the trusted proxy reports. */
    static Visitor visitor(String application) {
        return Visitor.of(SERVER.root().resolve(application + "/"));
    }

    /** A connection whose peer is the trusted proxy. */
    static RawConnection proxy() {
        return new RawConnection(SERVER.root().getPort());
    }

    /** A connection whose peer is not. */
    static RawConnection stranger() {
        try {
            return new RawConnection(SERVER.root().getPort(), InetAddress.getByName("127.0.0.2"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
