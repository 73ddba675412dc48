package dev.weir.admin.resource;

import dev.weir.LimitControl;
import dev.weir.admin.AdminServlet;
import dev.weir.admin.AdminVisit;
import dev.weir.admin.Administered;
import dev.weir.admin.AuditLog;
import dev.weir.admin.key.Keys;
import dev.weir.config.Administration;
import dev.weir.config.Declaration;
import dev.weir.runtime.Operations;
import dev.weir.runtime.StartedRuntime;
import dev.weir.runtime.WeirRuntime;
import dev.weir.spi.WeirModule;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An application that counts on this instance, and the servlet by which it is administered. */
final class AdminApplication implements AutoCloseable {

    private static final List<String> PROPERTIES = List.of(
            "store", "local",
            "admin.path", "/ops",
            "admin.viewer-role", "viewer",
            "policies", "anonymous,user,login,api,plan,blocking",
            "policy.api.limit", "10/1h",
            "policy.api.scope", "user",
            "policy.api.match", "/api/**, GET /api/hello, POST /api/orders",
            "policy.blocking.limit", "1/1h",
            "policy.blocking.scope", "user",
            "policy.blocking.block", "15m",
            "tenant.from", "header:X-Tenant",
            "client.trusted-proxies", "10.0.0.1",
            "client.header", "x-forwarded-for",
            "tiers", "free,paid",
            "policy.plan.scope", "tenant",
            "policy.plan.limit", "5/1h",
            "policy.plan.tier.paid.limit", "50/1h");

    private final WeirRuntime runtime;
    private final AdminServlet servlet;
    private final AuditLog silentAudit = new AuditLog(InstantSource.system());

    /** An application with these properties more, names and values in turn. */
    AdminApplication(String... more) {
        this(List.of(), Map.of(), more);
    }

    AdminApplication(List<Declaration> declared, Map<String, List<String>> mappings, String... more) {
        this(declared, mappings, List.of(), more);
    }

    /** An application with another jar of Weir. */
    AdminApplication(WeirModule module) {
        this(List.of(), Map.of(), List.of(module));
    }

    private AdminApplication(
            List<Declaration> declared, Map<String, List<String>> mappings, List<WeirModule> modules, String... more) {
        List<String> properties = new ArrayList<>(PROPERTIES);
        properties.addAll(List.of(more));
        runtime = StartedRuntime.of(declared, mappings, modules, properties.toArray(String[]::new));
        servlet = AdminVisit.servlet(this::administered);
    }

    /** What a servlet of this application serves. */
    Administered administered() {
        return Resources.of(runtime.operations().administration().orElseThrow(), runtime.operations());
    }

    /** A request to a servlet whose blocks wait for a cluster that does not answer. */
    AdminVisit silent(String path) {
        Operations operations = runtime.operations();
        Keys keys = new Keys(Administration.Keys.MASKED, operations::secret);
        Changes changes = new Changes(new SilentControl(operations.control()), silentAudit, keys);
        AdminServlet silent = AdminVisit.servlet(() -> new Administered(
                operations.administration().orElseThrow(),
                operations.clientAddress(),
                name -> name,
                operations.nanoTime(),
                silentAudit.refusals(),
                List.of(new BlocksResource(
                        new Subjects(operations, keys), changes, new KeyStates(operations), new OverrideJson(keys)))));
        return AdminVisit.to(silent, path).as("root", "ratelimit-admin");
    }

    /** A servlet whose changes are made by {@code control}. */
    AdminVisit changing(LimitControl control, String path) {
        Operations operations = runtime.operations();
        Keys keys = new Keys(Administration.Keys.MASKED, operations::secret);
        Changes changes = new Changes(control, silentAudit, keys);
        AdminServlet changing = AdminVisit.servlet(() -> new Administered(
                operations.administration().orElseThrow(),
                operations.clientAddress(),
                name -> name,
                operations.nanoTime(),
                silentAudit.refusals(),
                List.of(new OverridesResource(
                        operations, new Subjects(operations, keys), changes, new OverrideJson(keys)))));
        return AdminVisit.to(changing, path).as("root", "ratelimit-admin");
    }

    AuditLog silentAudit() {
        return silentAudit;
    }

    WeirRuntime runtime() {
        return runtime;
    }

    AdminVisit operator(String path) {
        return AdminVisit.to(servlet, path).as("root", "ratelimit-admin");
    }

    AdminVisit viewer(String path) {
        return AdminVisit.to(servlet, path).as("vera", "viewer");
    }

    /** What is read there. */
    JsonObject read(String path) {
        return json(operator(path).send());
    }

    static JsonObject json(AdminVisit.Reply reply) {
        if (reply.status() != 200) {
            throw new AssertionError(reply.toString());
        }
        return Json.createReader(new StringReader(reply.body())).readObject();
    }

    /** The acts in the audit log, the newest first, as action and key. */
    List<String> audited() {
        return read("/audit").getJsonArray("entries").getValuesAs(JsonObject.class).stream()
                .map(each -> each.getString("action") + ' ' + each.getString("key", "all"))
                .toList();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
