package dev.weir.gateway.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is kept of requests. Immutable.
 *
 * @param file empty if nothing is
 * @param content whether prompts and answers are
 */
public record AuditSettings(Optional<Path> file, boolean content) {}
