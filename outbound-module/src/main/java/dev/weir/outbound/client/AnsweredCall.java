package dev.weir.outbound.client;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that has its permit, and is told of its answer. Safe for use by many threads. */
interface AnsweredCall {

    /** Returns the body to go on with, from its first byte; empty if it was not looked at. */
    Optional<InputStream> answered(int status, Map<String, List<String>> headers, Optional<InputStream> body);
}
