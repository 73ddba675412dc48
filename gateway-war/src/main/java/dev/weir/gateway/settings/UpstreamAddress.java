package dev.weir.gateway.settings;

import java.net.URI;
import java.util.Optional;

/** Where a model is. */
public sealed interface UpstreamAddress {

    /**
     * A server with the OpenAI API.
     *
     * @param base its root, below which {@code v1/chat/completions} is; without a trailing stroke
     * @param key the bearer token that it asks for
     */
    record Remote(URI base, Optional<String> key) implements UpstreamAddress {}

    /** The model that is built in, and repeats what it is told. */
    record Echo() implements UpstreamAddress {}
}
