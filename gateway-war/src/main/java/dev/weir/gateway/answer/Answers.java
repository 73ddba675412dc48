package dev.weir.gateway.answer;

import dev.weir.gateway.request.CompletionRequest;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.settings.TokenizerChoice;
import dev.weir.gateway.token.DeliveredTokens;
import dev.weir.gateway.token.Tokenizer;
import dev.weir.gateway.upstream.UpstreamAnswer;

/** Tells answers apart by their heads. */
public final class Answers {

    private static final int BAD_REQUEST = 400;

    private Answers() {}

    /** The answer that begins with {@code head}, whose status is below 500. */
    public static Answer of(
            UpstreamAnswer head,
            CompletionRequest request,
            ModelSettings model,
            long cap,
            long promptTokens,
            Tokenizer tokenizer) {
        if (head.status() >= BAD_REQUEST) {
            return new RejectedAnswer();
        }
        if (!head.contentType().orElse("").startsWith("text/event-stream")) {
            return new WholeAnswer();
        }
        StreamLimits limits =
                new StreamLimits(request.endpoint(), request.choices(), cap, request.includeUsage(), promptTokens);
        // the ranks of a file are those of the model; any other encoding can count more tokens than it has made
        boolean isExact = model.tokenizer() instanceof TokenizerChoice.Ranks;
        return new StreamAnswer(new StreamMeter(limits, new DeliveredTokens(tokenizer, isExact)));
    }

    /** An answer of which nothing has come. */
    public static Answer none() {
        return new RejectedAnswer();
    }
}
