package dev.weir.gateway.request;

import java.util.List;

/**
 * What a model reads of a request. Immutable.
 *
 * @param texts all that has to be counted, also names, tools and schemas, as they stand in the request
 * @param messages of a chat, or prompts of a text; 1 or more
 * @param tokens that the request names by their numbers
 * @param media images and sounds
 */
public record Prompt(List<String> texts, int messages, long tokens, int media) {

    public Prompt {
        texts = List.copyOf(texts);
    }
}
