package dev.weir.admin.resource;

import dev.weir.Key;
import dev.weir.admin.AdminResource;
import dev.weir.admin.Administered;
import dev.weir.admin.AuditLog;
import dev.weir.admin.key.Keys;
import dev.weir.config.Administration;
import dev.weir.runtime.Operations;
import java.util.List;

/** All resources of one application. */
public final class Resources {

    private Resources() {}

    /** Composes them. */
    public static Administered of(Administration administration, Operations operations) {
        Keys keys = new Keys(administration.keys(), operations::secret);
        AuditLog audit = new AuditLog(operations.clock());
        operations.monitor().offer(AuditPart.TOPIC, (about, most) -> AuditPart.write(audit.newestFirst(), most));
        Subjects subjects = new Subjects(operations, keys);
        Changes changes = new Changes(operations.control(), audit, keys);
        KeyStates states = new KeyStates(operations);
        OverrideJson overrideJson = new OverrideJson(keys);
        List<AdminResource> all = List.of(
                new MeResource(administration, operations),
                new PoliciesResource(operations, changes, overrideJson),
                new OverridesResource(operations, subjects, changes, overrideJson),
                new BlocksResource(subjects, changes, states, overrideJson),
                new KeyResource(subjects, changes, states, keys, overrideJson),
                new StatisticsResource(operations),
                new KeysResource(operations, subjects, keys),
                new LiveResource(operations, keys),
                new CountResource(operations, subjects, changes),
                new AuditResource(operations.monitor(), audit),
                new EndpointsResource(
                        operations.observation().requests(),
                        operations.observation().queries()),
                new ReportResource(
                        operations.monitor(),
                        operations.observation().usage(),
                        administration.keys() == Administration.Keys.HIDDEN ? key -> "***" : key -> key),
                new SectionsResource(operations),
                new OpenApiResource());
        return new Administered(
                administration,
                operations.clientAddress(),
                name -> operations.storedText(Key.user(name)),
                operations.nanoTime(),
                audit.refusals(),
                all);
    }
}
