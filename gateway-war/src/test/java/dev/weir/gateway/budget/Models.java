package dev.weir.gateway.budget;

import dev.weir.gateway.settings.BreakerSettings;
import dev.weir.gateway.settings.Charge;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.gateway.settings.Timeouts;
import dev.weir.gateway.settings.TokenizerChoice;
import dev.weir.gateway.settings.UpstreamAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Settings of models for tests, named {@code llama}. Immutable. */
public record Models(ModelSettings settings) {

    /** A model of these policies; those whose names end in {@code tokens} are charged tokens. */
    public static Models with(String... policies) {
        List<String> tokens =
                Arrays.stream(policies).filter(each -> each.endsWith("tokens")).toList();
        List<String> requests =
                Arrays.stream(policies).filter(each -> !each.endsWith("tokens")).toList();
        return new Models(new ModelSettings(
                "llama",
                List.of("llama", "alias"),
                new UpstreamAddress.Echo(),
                new ModelSettings.Policies(tokens, requests),
                TokenizerChoice.BuiltIn.CL100K,
                4,
                OptionalInt.empty(),
                OptionalInt.empty(),
                256,
                16,
                Charge.TOTAL,
                new Timeouts(
                        Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(10)),
                new BreakerSettings(5, Duration.ofSeconds(10))));
    }

    /** The same with another tokenizer. */
    public Models tokenizer(TokenizerChoice tokenizer) {
        return copy(
                tokenizer, settings.templateTokens(), settings.mediaTokens(), settings.maxOutput(), settings.charge());
    }

    /** The same with another template. */
    public Models templateTokens(int tokens) {
        return copy(settings.tokenizer(), tokens, settings.mediaTokens(), settings.maxOutput(), settings.charge());
    }

    /** The same with another size of media. */
    public Models mediaTokens(OptionalInt tokens) {
        return copy(settings.tokenizer(), settings.templateTokens(), tokens, settings.maxOutput(), settings.charge());
    }

    Models maxOutput(int most) {
        return copy(
                settings.tokenizer(),
                settings.templateTokens(),
                settings.mediaTokens(),
                OptionalInt.of(most),
                settings.charge());
    }

    Models charge(Charge charge) {
        return copy(
                settings.tokenizer(), settings.templateTokens(), settings.mediaTokens(), settings.maxOutput(), charge);
    }

    private Models copy(
            TokenizerChoice tokenizer, int template, OptionalInt media, OptionalInt maxOutput, Charge charge) {
        return new Models(new ModelSettings(
                settings.id(),
                settings.names(),
                settings.upstream(),
                settings.policies(),
                tokenizer,
                template,
                media,
                maxOutput,
                settings.defaultOutput(),
                settings.minOutput(),
                charge,
                settings.timeouts(),
                settings.breaker()));
    }
}
