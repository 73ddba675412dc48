package dev.weir.admin;

import dev.weir.config.Administration;
import dev.weir.match.AddressRanges;
import dev.weir.match.ClientAddress;
import dev.weir.match.ForwardingHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** An admin servlet with resources that record what reaches them. */
abstract class RecordedThings {

    /** What does not happen by then never does. */
    static final long LONGEST_SECONDS = 20;

    static final String OPERATOR = "operator";
    static final String VIEWER = "viewer";

    final AtomicLong nanos = new AtomicLong();
    final List<String> reached = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    Route.Handler changing = call -> {
        reached.add(call.caller().who()
                + ' '
                + call.body(Set.of("policy", "reason")).text("policy"));
        return Answer.done();
    };
    final AdminServlet servlet = AdminVisit.servlet(() -> new Administered(
            new Administration("/ops", OPERATOR, Optional.of(VIEWER), Administration.Keys.MASKED),
            new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, 64),
            name -> name.toLowerCase(Locale.ROOT),
            nanos::get,
            (status, address) -> refused.add(status + " " + address),
            List.of(() -> List.of(
                    Route.read("things", call -> {
                        reached.add("read");
                        return Answer.json(json -> json.write("a", 1));
                    }),
                    Route.privileged("things/secret", call -> Answer.json(json -> json.write("b", 2))),
                    Route.change("POST", "things", call -> changing.answer(call)),
                    Route.change("DELETE", "things/{id}", call -> {
                        reached.add("delete " + call.segment("id"));
                        return Answer.done();
                    })))));

    final AdminVisit visit(String path) {
        return AdminVisit.to(servlet, path);
    }

    final AdminVisit operator(String path) {
        return visit(path).as("root", OPERATOR);
    }

    final AdminVisit change() {
        return operator("/things").change("POST").body("{\"policy\":\"api\"}");
    }
}
