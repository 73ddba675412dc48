package dev.weir.gateway.settings;

import dev.weir.spi.ValueReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the properties of one model. For one use by one thread.
 *
 * @param section its properties
 * @param known the names of all policies
 */
record ModelSettingsReader(Section section, Set<String> known) {

    private static final int MOST_TOKENS = 100_000_000;
    private static final int LONGEST_NAME = 256;
    private static final String FILE = "file:";
    private static final String ECHO = "echo";
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    /** Empty if it cannot be used at all; then there is a problem. */
    Optional<ModelSettings> read(String id) {
        List<String> names = section.value(ModelProperty.NAMES, text -> names(text, id));
        Optional<UpstreamAddress> upstream = upstream();
        TokenizerChoice tokenizer = section.value(ModelProperty.TOKENIZER, ModelSettingsReader::tokenizer);
        if (tokenizer instanceof TokenizerChoice.OfUpstream
                && upstream.filter(UpstreamAddress.Echo.class::isInstance).isPresent()) {
            section.problem(ModelProperty.TOKENIZER.key(), "the model that is built in counts no tokens of prompts");
        }
        OptionalInt maxOutput =
                section.value(ModelProperty.MAX_OUTPUT, text -> Values.numberIfAny(text, 1, MOST_TOKENS));
        int defaultOutput =
                section.value(ModelProperty.DEFAULT_OUTPUT, text -> ValueReader.number(text, 1, MOST_TOKENS));
        int minOutput = section.value(ModelProperty.MIN_OUTPUT, text -> ValueReader.number(text, 1, MOST_TOKENS));
        checkOutput(maxOutput, defaultOutput, minOutput);
        ModelSettings.Policies policies = section.value(ModelProperty.POLICIES, this::policies);
        int template = section.value(ModelProperty.TEMPLATE_TOKENS, text -> ValueReader.number(text, 0, MOST_TOKENS));
        OptionalInt media = section.value(ModelProperty.MEDIA_TOKENS, text -> Values.numberIfAny(text, 0, MOST_TOKENS));
        Charge charge = section.value(ModelProperty.CHARGE, text -> ValueReader.choice(Charge.class, text));
        Timeouts timeouts = new Timeouts(
                time(ModelProperty.CONNECT),
                time(ModelProperty.FIRST_BYTE),
                time(ModelProperty.IDLE),
                time(ModelProperty.TOTAL));
        BreakerSettings breaker = new BreakerSettings(
                section.value(ModelProperty.FAILURES, text -> ValueReader.number(text, 1, 10_000)),
                time(ModelProperty.OPEN));
        return upstream.map(address -> new ModelSettings(
                id,
                names,
                address,
                policies,
                tokenizer,
                template,
                media,
                maxOutput,
                defaultOutput,
                minOutput,
                charge,
                timeouts,
                breaker));
    }

    private Duration time(ModelProperty property) {
        return section.value(property, text -> ValueReader.duration(text, SHORTEST, LONGEST));
    }

    private void checkOutput(OptionalInt maxOutput, int defaultOutput, int minOutput) {
        if (minOutput > defaultOutput) {
            section.problem(
                    ModelProperty.MIN_OUTPUT.key(),
                    "must be <= " + ModelProperty.DEFAULT_OUTPUT.key() + ", which is " + defaultOutput,
                    String.valueOf(minOutput));
        }
        if (maxOutput.isPresent() && minOutput > maxOutput.getAsInt()) {
            section.problem(
                    ModelProperty.MAX_OUTPUT.key(),
                    "must be >= " + ModelProperty.MIN_OUTPUT.key() + ", which is " + minOutput);
        }
    }

    private static List<String> names(String text, String id) {
        List<String> names = Values.list(text);
        for (String name : names) {
            if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "a name must have at most " + LONGEST_NAME + " characters, without control characters");
            }
        }
        return names.isEmpty() ? List.of(id) : names;
    }

    private Optional<UpstreamAddress> upstream() {
        Optional<String> key = section.text(ModelProperty.UPSTREAM_KEY.key());
        if (key.filter(each -> !each.chars().allMatch(c -> c > ' ' && c < 0x7f)).isPresent()) {
            section.problem(ModelProperty.UPSTREAM_KEY.key(), "must be visible characters of ASCII", "");
        }
        Optional<String> text = section.text(ModelProperty.UPSTREAM.key());
        if (text.isEmpty()) {
            section.problem(ModelProperty.UPSTREAM.key(), "must be the URL of a server, or echo");
            return Optional.empty();
        }
        if (text.get().equals(ECHO)) {
            key.ifPresent(set ->
                    section.problem(ModelProperty.UPSTREAM_KEY.key(), "the model that is built in asks for none", ""));
            return Optional.of(new UpstreamAddress.Echo());
        }
        try {
            URI base = Addresses.base(text.get());
            return Optional.of(new UpstreamAddress.Remote(base, key));
        } catch (IllegalArgumentException e) {
            section.problem(
                    ModelProperty.UPSTREAM.key(),
                    String.valueOf(e.getMessage()) + ", or echo",
                    Addresses.withoutUserInfo(text.get()));
            return Optional.empty();
        }
    }

    /** Those whose names end in {@code tokens} are charged tokens, all others requests. */
    private ModelSettings.Policies policies(String text) {
        List<String> all = Values.list(text);
        Set<String> unknown =
                all.stream().filter(name -> !known.contains(name)).collect(Collectors.toUnmodifiableSet());
        if (all.isEmpty() || !unknown.isEmpty()) {
            section.problem(
                    ModelProperty.POLICIES.key(), "must be policies that ratelimit.policies lists, by commas", text);
        }
        return new ModelSettings.Policies(
                all.stream().filter(name -> name.endsWith("tokens")).toList(),
                all.stream().filter(name -> !name.endsWith("tokens")).toList());
    }

    private static TokenizerChoice tokenizer(String text) {
        return switch (text) {
            case "cl100k" -> TokenizerChoice.BuiltIn.CL100K;
            case "o200k" -> TokenizerChoice.BuiltIn.O200K;
            case "upstream" -> new TokenizerChoice.OfUpstream();
            case "bytes" -> new TokenizerChoice.Bytes();
            default -> ranks(text);
        };
    }

    private static TokenizerChoice ranks(String text) {
        if (!text.startsWith(FILE)) {
            throw new IllegalArgumentException("must be cl100k, o200k, file:<path>, upstream or bytes");
        }
        Path file = Values.file(text.substring(FILE.length()));
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("must be a file that can be read");
        }
        return new TokenizerChoice.Ranks(file);
    }
}
