package dev.weir.monitor;

import dev.weir.monitor.report.OtherInstances;
import dev.weir.store.SharedReports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the other instances say of something that few ask for. Immutable.
 *
 * @param self this instance
 * @param others the other instances, and members of the cluster without one
 */
public record MemberParts(Statistics.Member self, List<Other> others) {

    public MemberParts {
        others = List.copyOf(others);
    }

    /**
     * Another instance.
     *
     * @param text what it says, as it was known last; empty if it said nothing so far, or is of an earlier version
     */
    public record Other(Statistics.Member member, Optional<String> text) {

        /** Whether it says so at present. */
        public boolean isPresent() {
            return text.isPresent() && !member.silent();
        }
    }

    static MemberParts of(
            List<Statistics.Member> listed,
            List<OtherInstances.Known> known,
            List<SharedReports.Member> members,
            String part) {
        Map<String, OtherInstances.Known> byId = known.stream()
                .collect(Collectors.toMap(each -> each.report().instance().id(), Function.identity()));
        List<Other> others = new ArrayList<>();
        for (Statistics.Member each : listed.subList(1, listed.size())) {
            others.add(new Other(
                    each,
                    Optional.ofNullable(byId.get(each.id()))
                            .map(one -> one.report().parts().get(part))));
        }
        for (SharedReports.Member each : members) {
            // so soon after the first question it is in no list yet
            if (listed.stream().noneMatch(one -> one.member().equals(each.id()))) {
                others.add(new Other(MemberList.unknown(each), Optional.empty()));
            }
        }
        return new MemberParts(listed.get(0), others);
    }

    /** Whether all members of the cluster are in it. */
    public boolean isComplete() {
        return others.stream().allMatch(Other::isPresent);
    }
}
