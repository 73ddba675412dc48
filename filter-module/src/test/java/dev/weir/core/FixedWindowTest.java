package dev.weir.core;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import java.util.List;
import java.util.Map;

class FixedWindowTest extends AlgorithmContract {

    @Override
    Algorithm algorithm() {
        return Algorithm.FIXED_WINDOW;
    }

    @Override
    void assertPromise(Limit limit, List<Admission> admitted, String context) {
        Map<Long, Long> perWindow = admitted.stream()
                .collect(groupingBy(a -> a.millis() / limit.windowMillis(), summingLong(Admission::permits)));
        assertThat(perWindow.values()).as(context).allMatch(sum -> sum <= limit.permits());
    }
}
