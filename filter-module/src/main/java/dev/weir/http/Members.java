package dev.weir.http;

import dev.weir.Source;
import dev.weir.config.PolicySettings;
import dev.weir.engine.Charge;
import dev.weir.engine.OtherRefusal;
import dev.weir.store.Rosters;
import dev.weir.store.Rosters.Answer;
import dev.weir.store.WaitBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which principals are members of a tenant: the first ones that come on a day, as many as its tier has. Safe
 * for use by many threads.
 */
final class Members {

    private final Rosters rosters;

    Members(Rosters rosters) {
        this.rosters = rosters;
    }

    /**
     * The principal of a request, who is to be a member.
     *
     * @param charge of the tenant
     * @param entry stands for the principal
     * @param most how many members the tenant may have
     */
    record Candidate(Charge charge, String entry, int most) {}

    /**
     * Who is certain to be refused, by what this instance has in memory: the request need not be charged then. Policies
     * that do not enforce refuse none.
     */
    List<OtherRefusal> refusalsFromMemory(List<Candidate> candidates) {
        List<OtherRefusal> refusals = new ArrayList<>();
        for (Candidate each : candidates) {
            if (each.charge().enforced()) {
                Answer answer = rosters.look(each.charge().counter(), each.entry(), each.most());
                if (answer == Answer.FULL) {
                    refusals.add(refusal(each, answer, Source.DENIAL_CACHE));
                }
            }
        }
        return refusals;
    }

    /**
     * Makes the candidates members, up to the first that is refused; none if all are. A policy that does not enforce
     * counts its members all the same.
     */
    List<OtherRefusal> enter(List<Candidate> candidates, WaitBudget budget) {
        for (Candidate each : candidates) {
            Answer answer = rosters.enter(each.charge().counter(), each.entry(), each.most(), budget);
            if (answer != Answer.ADMITTED && each.charge().enforced()) {
                return List.of(refusal(each, answer, answer == Answer.FULL ? Source.CLUSTER : Source.LOCAL));
            }
        }
        return List.of();
    }

    private OtherRefusal refusal(Candidate candidate, Answer answer, Source source) {
        Duration wait = answer == Answer.FULL ? Duration.ofMillis(rosters.millisToEndOfDay()) : OtherRefusal.LOOK_AGAIN;
        return new OtherRefusal(
                candidate.charge().policy().name(), PolicySettings.MEMBERS, answer == Answer.UNKNOWN, source, wait);
    }
}
