package dev.weir.admin.resource;

import dev.weir.LimitOverride;
import dev.weir.admin.AdminResource;
import dev.weir.admin.Answer;
import dev.weir.admin.Call;
import dev.weir.admin.JsonBody;
import dev.weir.admin.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code block} and {@code unblock}: a key that is refused, whatever its limits. */
final class BlocksResource implements AdminResource {

    private static final Set<String> OF_BLOCK = Set.of("policy", "key", "token", "for", "reason");
    private static final Set<String> OF_UNBLOCK = Set.of("policy", "key", "token", "reason");

    private final Subjects subjects;
    private final Changes changes;
    private final KeyStates states;
    private final OverrideJson overrideJson;

    BlocksResource(Subjects subjects, Changes changes, KeyStates states, OverrideJson overrideJson) {
        this.subjects = subjects;
        this.changes = changes;
        this.states = states;
        this.overrideJson = overrideJson;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.change("POST", "block", this::block), Route.change("POST", "unblock", this::unblock));
    }

    private Answer block(Call call) {
        JsonBody body = call.body(OF_BLOCK);
        Subject subject = subjects.of(body);
        String reason = body.required("reason");
        Optional<Duration> duration = Changes.duration(body);
        changes.make(
                call,
                new Changes.Deed("block", subject.policy(), subject.ofOverride(), reason),
                changes.overridesOf(subject.policy(), subject.ofOverride()),
                control -> control.block(subject.policy(), subject.key(), duration.orElse(null), reason));
        LimitOverride made = changes.find(LimitOverride.Kind.BLOCK, subject.policy(), subject.ofOverride());
        return Answer.json(json -> {
            json.writeStartObject("override");
            overrideJson.write(made, json);
            json.writeEnd();
        });
    }

    private Answer unblock(Call call) {
        JsonBody body = call.body(OF_UNBLOCK);
        Subject subject = subjects.of(body);
        changes.make(
                call,
                new Changes.Deed("unblock", subject.policy(), subject.ofOverride(), body.required("reason")),
                () -> states.inOneLine(subject),
                control -> control.unblock(subject.policy(), subject.key()));
        return Answer.done();
    }
}
