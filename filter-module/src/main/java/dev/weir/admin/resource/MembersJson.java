package dev.weir.admin.resource;

import dev.weir.monitor.MemberParts;
import dev.weir.monitor.Statistics;
import jakarta.json.stream.JsonGenerator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which instances an answer is of, so that a part is not taken for the whole. Immutable.
 *
 * @param cut the instances that know more than they had room to tell
 */
record MembersJson(MemberParts parts, Set<String> cut) {

    /** What the others have told, by instance; also one that is silent now. */
    static Map<String, String> texts(MemberParts parts) {
        Map<String, String> texts = new LinkedHashMap<>();
        parts.others()
                .forEach(each ->
                        each.text().ifPresent(text -> texts.put(each.member().id(), text)));
        return texts;
    }

    private boolean isIncluded(MemberParts.Other other) {
        return other.isPresent() && !cut.contains(other.member().id());
    }

    /** The instances of which something is missing. */
    List<String> missing() {
        return parts.others().stream()
                .filter(each -> !isIncluded(each))
                .map(each -> each.member().id())
                .toList();
    }

    void write(JsonGenerator json) {
        json.write("complete", missing().isEmpty());
        json.writeStartArray("instances");
        write(json, parts.self(), true);
        parts.others().forEach(each -> write(json, each.member(), isIncluded(each)));
        json.writeEnd();
    }

    private static void write(JsonGenerator json, Statistics.Member member, boolean included) {
        json.writeStartObject();
        json.write("id", member.id());
        json.write("address", member.address());
        json.write("state", member.state().label());
        json.write("self", member.self());
        json.write("included", included);
        json.writeEnd();
    }
}
