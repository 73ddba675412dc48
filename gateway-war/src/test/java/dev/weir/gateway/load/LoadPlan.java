package dev.weir.gateway.load;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What is sent.
 *
 * @param gateways roots that take turns
 * @param direct the root of the model itself, which gets one request in ten, so that one run shows what the gateways add
 * @param secrets an API key for each user
 * @param perSecond requests, at even distances, whether or not those before are answered
 * @param streamed hundredths of them whose answer comes in events
 */
public record LoadPlan(
        List<URI> gateways,
        URI direct,
        String model,
        List<String> secrets,
        int perSecond,
        int streamed,
        int maxTokens,
        Duration duration) {}
