package dev.weir.gateway.answer;

/** An upstream sends what is no answer. */
public final class BrokenAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    BrokenAnswerException(String message) {
        super(message);
    }
}
