package dev.weir.gateway.request;

import dev.weir.gateway.error.ApiErrors;
import dev.weir.gateway.error.ApiException;
import jakarta.json.stream.JsonParser.Event;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads requests for completions. Fields that it does not know go on to the upstream; what they say is counted as text
 * that the model reads. For use by one thread, for one request.
 */
public final class RequestReader {

    private static final int MOST_CHOICES = 128;
    private static final int LONGEST_NAME = 256;

    /** What a model never reads, though it is text. */
    private static final Set<String> NOT_READ = Set.of(
            "user",
            "metadata",
            "stop",
            "stop_token_ids",
            "bad_words",
            "logit_bias",
            "service_tier",
            "modalities",
            "audio",
            "reasoning_effort",
            "verbosity",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "cache_salt",
            "request_id",
            "kv_transfer_params",
            "vllm_xargs");

    /** With them the tokens of a prompt cannot be counted. */
    private static final Set<String> NOT_ALLOWED = Set.of("chat_template", "prompt_embeds", "mm_processor_kwargs");

    private final Endpoint endpoint;
    private final StrictJson json;
    private final PromptReader prompt = new PromptReader();
    private Optional<String> model = Optional.empty();
    private boolean stream;
    private boolean includeUsage;
    private boolean echo;
    private OptionalLong maxTokens = OptionalLong.empty();
    private int choices = 1;

    private RequestReader(Endpoint endpoint, StrictJson json) {
        this.endpoint = endpoint;
        this.json = json;
    }

    /**
     * Reads a request.
     *
     * @param contentType the field of that name, which need not be there
     * @param body all of it; not to be changed from now on
     * @throws ApiException with status 400 or 415, if no model can answer it
     */
    public static CompletionRequest read(Endpoint endpoint, Optional<String> contentType, byte[] body)
            throws ApiException {
        if (contentType.isPresent()) {
            checkType(contentType.get());
        }
        try (StrictJson json = StrictJson.of(body)) {
            return new RequestReader(endpoint, json).read(body);
        }
    }

    private static void checkType(String contentType) throws ApiException {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        if (!parts[0].isBlank() && !parts[0].strip().equals("application/json")) {
            throw new ApiException(
                    ApiErrors.unsupportedMediaType("Unsupported content type: expected application/json."));
        }
        for (int i = 1; i < parts.length; i++) {
            String[] parameter = parts[i].split("=", 2);
            boolean isCharset = parameter[0].strip().equals("charset") && parameter.length == 2;
            if (isCharset && !parameter[1].replace('"', ' ').strip().equals("utf-8")) {
                throw new ApiException(ApiErrors.invalid("Unsupported charset: expected utf-8."));
            }
        }
    }

    private CompletionRequest read(byte[] body) throws ApiException {
        if (json.next() != Event.START_OBJECT) {
            throw new ApiException(ApiErrors.invalid("The body of the request must be a JSON object."));
        }
        for (Event event = json.next(); event != Event.END_OBJECT; event = json.next()) {
            String name = json.string();
            field(name, json.next());
        }
        json.end();
        if (model.isEmpty()) {
            throw missing("model");
        }
        if (!prompt.isPresent()) {
            throw missing(endpoint == Endpoint.CHAT ? "messages" : "prompt");
        }
        if (echo && stream) {
            // what a client got that leaves could be its own prompt
            throw new ApiException(ApiErrors.invalid("'echo' cannot be used together with 'stream'.", "echo"));
        }
        Prompt read = prompt.prompt();
        int all = endpoint == Endpoint.CHAT ? choices : choices * read.messages();
        return new CompletionRequest(endpoint, model.get(), stream, includeUsage, maxTokens, all, read, body);
    }

    private void field(String name, Event value) throws ApiException {
        switch (name) {
            case "model" -> model = Optional.of(name(value));
            case "stream" -> stream = bool(name, value);
            case "stream_options" -> streamOptions(value);
            case "max_tokens", "max_completion_tokens" -> {
                OptionalLong tokens = whole(name, value, Long.MAX_VALUE);
                if (tokens.isPresent()) {
                    maxTokens = OptionalLong.of(Math.max(tokens.getAsLong(), maxTokens.orElse(1)));
                }
            }
            case "echo" -> echo = bool(name, value);
            case "n", "best_of" ->
                choices =
                        (int) Math.max(choices, whole(name, value, MOST_CHOICES).orElse(1));
            default -> promptField(name, value);
        }
    }

    private void promptField(String name, Event value) throws ApiException {
        if (endpoint == Endpoint.CHAT && name.equals("messages")) {
            new MessagesReader(json, prompt).read(value);
        } else if (endpoint == Endpoint.TEXT && name.equals("prompt")) {
            prompt.prompts(json, value);
        } else if (NOT_ALLOWED.contains(name)) {
            if (value != Event.VALUE_NULL) {
                throw new ApiException(ApiErrors.invalid("Unsupported parameter: '" + name + "'.", name));
            }
        } else if (NOT_READ.contains(name)) {
            json.skip(value);
        } else {
            prompt.any(json, value);
        }
    }

    private String name(Event value) throws ApiException {
        if (value != Event.VALUE_STRING) {
            throw wrong("model", "a string");
        }
        String name = json.string();
        boolean isName = !name.isBlank()
                && name.length() <= LONGEST_NAME
                && name.codePoints().noneMatch(RequestReader::breaksLines);
        if (!isName) {
            throw new ApiException(ApiErrors.invalid("Invalid 'model': expected the name of a model.", "model"));
        }
        return name;
    }

    private static boolean breaksLines(int codePoint) {
        return Character.isISOControl(codePoint) || codePoint == 0x2028 || codePoint == 0x2029;
    }

    private boolean bool(String name, Event value) throws ApiException {
        return switch (value) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw wrong(name, "a boolean");
        };
    }

    /** Empty if the value is null. */
    private OptionalLong whole(String name, Event value, long most) throws ApiException {
        if (value == Event.VALUE_NULL) {
            return OptionalLong.empty();
        }
        OptionalLong number = value == Event.VALUE_NUMBER ? json.whole() : OptionalLong.empty();
        if (number.isEmpty()) {
            throw wrong(name, "a whole number");
        }
        if (number.getAsLong() < 1 || number.getAsLong() > most) {
            String range = most == Long.MAX_VALUE ? "a number of at least 1" : "a number from 1 to " + most;
            throw new ApiException(ApiErrors.invalid("Invalid '" + name + "': expected " + range + ".", name));
        }
        return number;
    }

    private void streamOptions(Event value) throws ApiException {
        if (value == Event.VALUE_NULL) {
            return;
        }
        if (value != Event.START_OBJECT) {
            throw wrong("stream_options", "an object");
        }
        for (Event event = json.next(); event != Event.END_OBJECT; event = json.next()) {
            String name = json.string();
            Event option = json.next();
            if (name.equals("include_usage")) {
                includeUsage = bool("stream_options.include_usage", option);
            } else {
                json.skip(option);
            }
        }
    }

    private static ApiException missing(String param) {
        return new ApiException(ApiErrors.invalid("Missing required parameter: '" + param + "'.", param));
    }

    private static ApiException wrong(String param, String expected) {
        return new ApiException(
                ApiErrors.invalid("Invalid type for '" + param + "': expected " + expected + ".", param));
    }
}
