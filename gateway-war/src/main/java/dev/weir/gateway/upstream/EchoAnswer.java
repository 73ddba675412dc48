package dev.weir.gateway.upstream;

import dev.weir.gateway.request.Endpoint;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An answer of the built-in model, in events or whole. */
final class EchoAnswer {

    private final EchoRequest request;
    private final String id;
    private final long created;
    private final List<EchoWords> choices;
    private final long prompt;

    private EchoAnswer(EchoRequest request, String id, long created, List<EchoWords> choices, long prompt) {
        this.request = request;
        this.id = id;
        this.created = created;
        this.choices = choices;
        this.prompt = prompt;
    }

    static EchoAnswer of(EchoRequest request, String id, long created, ToIntFunction<String> tokens, int template) {
        long prompt = 0;
        for (String text : request.read()) {
            prompt += tokens.applyAsInt(text) + (request.endpoint() == Endpoint.CHAT ? template : 0);
        }
        List<EchoWords> choices = request.say().stream()
                .map(text -> EchoWords.of(text, request.cap(), tokens))
                .collect(Collectors.toList());
        return new EchoAnswer(request, id, created, choices, prompt);
    }

    /** All events, made when they are asked for. */
    Iterator<ByteBuffer> events() {
        int most = choices.stream().mapToInt(each -> each.words().size()).max().orElse(0);
        Stream<String> first = request.endpoint() == Endpoint.CHAT
                ? IntStream.range(0, choices.size())
                        .mapToObj(i -> event(choice(i)
                                .add("delta", object().add("role", "assistant").add("content", ""))))
                : Stream.empty();
        Stream<String> words = IntStream.range(0, most)
                .boxed()
                .flatMap(word -> IntStream.range(0, choices.size())
                        .filter(i -> word < choices.get(i).words().size())
                        .mapToObj(i ->
                                event(said(choice(i), choices.get(i).words().get(word)))));
        Stream<String> last = IntStream.range(0, choices.size())
                .mapToObj(i -> event(
                        said(choice(i), "").add("finish_reason", choices.get(i).finish())));
        Stream<String> usage = request.usage()
                ? Stream.of(data(head().add("choices", array()).add("usage", usage())))
                : Stream.empty();
        return Stream.of(first, words, last, usage, Stream.of("data: [DONE]\n\n"))
                .flatMap(events -> events)
                .map(event -> ByteBuffer.wrap(event.getBytes(StandardCharsets.UTF_8)))
                .iterator();
    }

    private JsonObjectBuilder said(JsonObjectBuilder choice, String text) {
        if (request.endpoint() == Endpoint.TEXT) {
            return choice.add("text", text);
        }
        JsonObjectBuilder delta = object();
        return choice.add("delta", text.isEmpty() ? delta : delta.add("content", text));
    }

    /** The answer in one object. */
    String whole() {
        JsonArrayBuilder all = array();
        for (int i = 0; i < choices.size(); i++) {
            String text = String.join("", choices.get(i).words());
            JsonObjectBuilder choice =
                    choice(i).add("finish_reason", choices.get(i).finish());
            all.add(
                    request.endpoint() == Endpoint.TEXT
                            ? choice.add("text", text)
                            : choice.add(
                                    "message", object().add("role", "assistant").add("content", text)));
        }
        return head().add("choices", all).add("usage", usage()).build().toString();
    }

    private String event(JsonObjectBuilder choice) {
        return data(head().add("choices", array().add(choice)));
    }

    private static String data(JsonObjectBuilder json) {
        return "data: " + json.build() + "\n\n";
    }

    private JsonObjectBuilder head() {
        String chat = request.stream() ? "chat.completion.chunk" : "chat.completion";
        return object().add("id", id)
                .add("object", request.endpoint() == Endpoint.CHAT ? chat : "text_completion")
                .add("created", created)
                .add("model", request.model());
    }

    private static JsonObjectBuilder choice(int index) {
        return object().add("index", index).addNull("logprobs").addNull("finish_reason");
    }

    private JsonObjectBuilder usage() {
        long completion = choices.stream().mapToLong(EchoWords::tokens).sum();
        return object().add("prompt_tokens", prompt)
                .add("completion_tokens", completion)
                .add("total_tokens", prompt + completion);
    }

    private static JsonObjectBuilder object() {
        return JsonText.JSON.createObjectBuilder();
    }

    private static JsonArrayBuilder array() {
        return JsonText.JSON.createArrayBuilder();
    }
}
