package dev.weir.http;

import dev.weir.store.CounterId;
import dev.weir.store.Rosters;
import dev.weir.store.WaitBudget;
import java.util.Optional;

/** Rosters that answer as a test says, where it says something. */
final class BreakableRosters implements Rosters {

    private final Rosters rosters;
    /** What is said to every principal who wants to enter. */
    Optional<Answer> saying = Optional.empty();
    /** Whether it fails to say anything. */
    boolean failing;
    /** How many have wanted to enter. */
    int entering;

    BreakableRosters(Rosters rosters) {
        this.rosters = rosters;
    }

    @Override
    public Answer look(CounterId id, String entry, int most) {
        return saying.isPresent() ? Answer.UNKNOWN : rosters.look(id, entry, most);
    }

    @Override
    public Answer enter(CounterId id, String entry, int most, WaitBudget budget) {
        entering++;
        if (failing) {
            throw new IllegalStateException("rosters are broken");
        }
        return saying.orElseGet(() -> rosters.enter(id, entry, most, budget));
    }

    @Override
    public long millisToEndOfDay() {
        return rosters.millisToEndOfDay();
    }

    @Override
    public void prepare() {
        rosters.prepare();
    }
}
