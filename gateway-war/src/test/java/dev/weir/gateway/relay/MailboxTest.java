package dev.weir.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private final List<String> done = new ArrayList<>();

    @Test
    void post_afterAnError_goesOn() {
        Mailbox mailbox = new Mailbox(defect -> done.add(String.valueOf(defect.getMessage())));
        mailbox.post(() -> {
            mailbox.post(() -> done.add("within"));
            throw new AssertionError("error");
        });
        mailbox.post(() -> done.add("after"));
        assertThat(done).containsExactly("error", "within", "after");
    }

    @Test
    void post_afterAnErrorThatCannotBeDealtWith_goesOn() {
        Mailbox mailbox = new Mailbox(defect -> {
            throw new StackOverflowError();
        });
        mailbox.post(() -> {
            throw new IllegalStateException("defect");
        });
        mailbox.post(() -> done.add("after"));
        assertThat(done).containsExactly("after");
    }
}
