package dev.weir.gateway.error;

import java.util.Optional;

/**
 * An error in the form of the OpenAI API. Immutable.
 *
 * @param status of HTTP
 * @param type {@code invalid_request_error}, {@code tokens}, ...
 * @param param the field of the request that is wrong
 * @param code for programs: {@code invalid_api_key}, {@code rate_limit_exceeded}, ...
 */
public record ApiError(int status, String message, String type, Optional<String> param, Optional<String> code) {}
