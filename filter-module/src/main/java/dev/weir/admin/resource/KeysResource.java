package dev.weir.admin.resource;

import dev.weir.admin.AdminResource;
import dev.weir.admin.Answer;
import dev.weir.admin.Call;
import dev.weir.admin.RejectedCall;
import dev.weir.admin.Route;
import dev.weir.admin.key.Keys;
import dev.weir.monitor.KeyListing;
import dev.weir.runtime.Operations;
import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code keys}: those that are used most, refused most or blocked, over all instances. */
final class KeysResource implements AdminResource {

    private static final int LIMIT = 100;
    private static final int MOST = 1_000;
    /** All, in hundredths of a percent. */
    private static final double WHOLE = 10_000;

    private final Operations operations;
    private final Subjects subjects;
    private final Keys keys;

    KeysResource(Operations operations, Subjects subjects, Keys keys) {
        this.operations = operations;
        this.subjects = subjects;
        this.keys = keys;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.read("keys", this::list));
    }

    private Answer list(Call call) {
        Optional<String> policy =
                call.query(Subjects.POLICY).map(name -> subjects.policy(name).name());
        KeyListing.Order order = call.query("state")
                .map(text -> KeyListing.Order.read(text)
                        .orElseThrow(() -> RejectedCall.malformed("state: must be top, blocked or refused")))
                .orElse(KeyListing.Order.TOP);
        int limit = call.query("limit").map(KeysResource::limit).orElse(LIMIT);
        KeyListing listing = operations.monitor().keys(policy, order, limit, call.query("cursor"));
        return Answer.json(json -> {
            OverrideJson.text(json, "policy", policy);
            json.write("state", order.name().toLowerCase(Locale.ROOT));
            json.writeStartArray("keys");
            listing.keys().forEach(each -> write(each, json));
            json.writeEnd();
            json.write("total", listing.total());
            OverrideJson.text(json, "cursor", listing.cursor());
        });
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // as one that is out of range
        }
        throw RejectedCall.malformed("limit: must be 1 to " + MOST);
    }

    private void write(KeyListing.Entry entry, JsonGenerator json) {
        String stored = entry.used().key();
        json.writeStartObject();
        json.write("policy", entry.policy());
        json.write("key", keys.shown(stored));
        json.write("token", keys.token(entry.policy(), stored));
        json.write("count", entry.used().count());
        json.write("error", entry.used().error());
        json.write("refused", entry.used().refused());
        OptionalLong remaining = entry.used().remaining();
        if (remaining.isPresent()) {
            json.write("remaining", remaining.getAsLong());
            json.write("used", entry.used().used() / WHOLE);
        } else {
            json.writeNull("remaining");
            json.writeNull("used");
        }
        OverrideJson.text(json, "blockedUntil", time(entry.blockedUntilMillis()));
        json.write("level", entry.used().level());
        OverrideJson.text(json, "since", time(entry.sinceMillis()));
        OverrideJson.text(json, "why", entry.why());
        json.writeEnd();
    }

    /** Of a block without an end there is no time. */
    private static Optional<String> time(OptionalLong millis) {
        return millis.isPresent() && millis.getAsLong() < Long.MAX_VALUE
                ? Optional.of(OverrideJson.time(Instant.ofEpochMilli(millis.getAsLong())))
                : Optional.empty();
    }
}
