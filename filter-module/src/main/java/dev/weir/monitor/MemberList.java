package dev.weir.monitor;

import dev.weir.monitor.report.InstanceReport;
import dev.weir.monitor.report.OtherInstances;
import dev.weir.store.SharedReports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes the list of the instances, and of the members from which none reports. */
final class MemberList {

    /** Within that time after the first question, an instance may not have reported yet. */
    static final long GRACE_MILLIS = 5_000;

    private MemberList() {}

    /**
     * The list, this instance first.
     *
     * @param others the other instances that are there
     * @param askedSinceMillis since when reports are exchanged
     */
    static List<Statistics.Member> of(
            MonitorParts parts,
            long startedMillis,
            List<OtherInstances.Known> others,
            long askedSinceMillis,
            long now) {
        List<SharedReports.Member> members = parts.shared().members();
        Set<String> taken = new HashSet<>();
        String self = MonitorParts.self(members);
        taken.add(self);
        List<Statistics.Member> list = new ArrayList<>();
        list.add(new Statistics.Member(
                parts.instance(),
                parts.isAlone() ? Statistics.State.ALONE : Statistics.State.ACTIVE,
                Instant.ofEpochMilli(startedMillis),
                true,
                self,
                address(self, members)));
        for (OtherInstances.Known each : others) {
            InstanceReport.Instance instance = each.report().instance();
            taken.add(instance.member());
            boolean silent = each.isSilent(now, askedSinceMillis);
            list.add(new Statistics.Member(
                    instance.id(),
                    silent ? Statistics.State.SILENT : stateOf(each.report()),
                    Instant.ofEpochMilli(silent ? each.heardMillis() : instance.startedMillis()),
                    false,
                    instance.member(),
                    address(instance.member(), members)));
        }
        if (now - askedSinceMillis > GRACE_MILLIS) {
            for (SharedReports.Member each : members) {
                if (taken.add(each.id())) {
                    list.add(unknown(each));
                }
            }
        }
        return list;
    }

    static Statistics.Member unknown(SharedReports.Member member) {
        return new Statistics.Member(
                member.id(), Statistics.State.UNKNOWN, Instant.EPOCH, false, member.id(), member.address());
    }

    private static Statistics.State stateOf(InstanceReport report) {
        return report.alone() ? Statistics.State.ALONE : Statistics.State.ACTIVE;
    }

    private static String address(String id, List<SharedReports.Member> members) {
        return members.stream()
                .filter(each -> each.id().equals(id))
                .map(SharedReports.Member::address)
                .findFirst()
                .orElse("");
    }
}
