package dev.weir.admin.resource;

import dev.weir.admin.AdminResource;
import dev.weir.admin.Answer;
import dev.weir.admin.Call;
import dev.weir.admin.RejectedCall;
import dev.weir.admin.Route;
import dev.weir.monitor.FullCounts;
import dev.weir.runtime.Operations;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code count}: how many counters the cluster has, counted one by one in the background. */
final class CountResource implements AdminResource {

    private final Operations operations;
    private final Subjects subjects;
    private final Changes changes;

    CountResource(Operations operations, Subjects subjects, Changes changes) {
        this.changes = changes;
        this.operations = operations;
        this.subjects = subjects;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.change("POST", "count", this::start),
                Route.read("count/{id}", this::show),
                Route.change("DELETE", "count/{id}", this::cancel));
    }

    private Answer start(Call call) {
        Optional<String> policy = call.body(Set.of(Subjects.POLICY))
                .text(Subjects.POLICY)
                .map(name -> subjects.policy(name).name());
        FullCounts.Count begun = operations
                .monitor()
                .fullCounts()
                .start(policy)
                .orElseThrow(() -> new RejectedCall(409, "another count is running; end it, or wait until it is done"));
        record(call, "count", policy.orElse(""), begun.id());
        return Answer.json(202, json -> json.write("id", begun.id()));
    }

    private Answer show(Call call) {
        FullCounts.Count count = operations
                .monitor()
                .fullCounts()
                .find(call.segment("id"))
                .orElseThrow(() -> RejectedCall.notFound("no such count"));
        return Answer.json(json -> json.write("id", count.id())
                .write("state", count.state().name().toLowerCase(Locale.ROOT))
                .write("counted", count.counted())
                .write("pages", count.pages()));
    }

    private Answer cancel(Call call) {
        if (!operations.monitor().fullCounts().cancel(call.segment("id"))) {
            throw RejectedCall.notFound("no such count");
        }
        record(call, "end-count", "", call.segment("id"));
        return Answer.done();
    }

    private void record(Call call, String action, String policy, String id) {
        changes.record(call, new Changes.Deed(action, policy, Optional.empty(), ""), "", "count " + id);
    }
}
