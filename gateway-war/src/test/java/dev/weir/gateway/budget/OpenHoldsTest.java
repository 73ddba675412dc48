package dev.weir.gateway.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OpenHoldsTest {

    private final OpenHolds holds = new OpenHolds();
    private final List<OpenHold> ended = new ArrayList<>();

    private void add() {
        Demand demand = new Demand(Models.with("llm-tokens").settings(), "llama", 1, OptionalLong.of(1), 1);
        holds.add(new OpenHold(
                demand,
                1,
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of(),
                0,
                10,
                hold -> {
                    ended.add(hold);
                    holds.remove(hold);
                    throw new AssertionError("of a listener");
                },
                new AtomicBoolean(true)));
    }

    @Test
    void endOverdue_oneThatFails_isNoReasonNotToEndTheOthers() {
        add();
        add();
        holds.endOverdue(9);
        assertThat(ended).isEmpty();
        holds.endOverdue(10);
        assertThat(ended).hasSize(2);
        assertThat(holds.size()).isZero();
    }
}
