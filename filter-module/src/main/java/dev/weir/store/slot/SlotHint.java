package dev.weir.store.slot;

import dev.weir.store.grid.Grid;
import java.util.function.Consumer;

/** What instances tell each other at once about the slots of one key. The letters are part of what travels. */
enum SlotHint {
    /** More than half of all slots are booked: what is booked ahead is needed. */
    GIVE_BACK('b'),
    /** A slot is free where all were booked. */
    FREE('f');

    private final char letter;

    SlotHint(char letter) {
        this.letter = letter;
    }

    /** Tells the others about the counter {@code text}, or is lost. */
    void send(Grid grid, String text) {
        boolean unused = grid.hint(letter + text);
    }

    /** Passes the counter that {@code hint} is about to {@code heard}, if it is one of these. */
    void hear(String hint, Consumer<String> heard) {
        if (!hint.isEmpty() && hint.charAt(0) == letter) {
            heard.accept(hint.substring(1));
        }
    }
}
