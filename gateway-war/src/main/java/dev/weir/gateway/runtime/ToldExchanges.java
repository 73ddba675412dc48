package dev.weir.gateway.runtime;

import dev.weir.gateway.audit.AuditEntry;
import dev.weir.gateway.audit.AuditLog;
import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.relay.ExchangeListener;
import dev.weir.gateway.relay.ExchangeReport;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts requests that have ended, and has them written down. Safe for use by many threads. */
final class ToldExchanges implements ExchangeListener {

    private final GatewayMetrics metrics;
    private final Optional<AuditLog> audit;
    private final boolean content;
    private final InstantSource clock;

    /** @param content whether prompts and answers are written down too */
    ToldExchanges(GatewayMetrics metrics, Optional<AuditLog> audit, boolean content, InstantSource clock) {
        this.metrics = metrics;
        this.audit = audit;
        this.content = content && audit.isPresent();
        this.clock = clock;
    }

    @Override
    public void ended(ExchangeReport report) {
        report.model()
                .ifPresent(model -> metrics.ended(
                        model,
                        report.promptTokens(),
                        report.completionTokens(),
                        report.charged(),
                        report.outcome().label()));
        audit.ifPresent(log -> log.write(entry(report)));
    }

    private AuditEntry entry(ExchangeReport report) {
        return new AuditEntry(
                clock.instant().minus(report.total()),
                report.requestId(),
                report.caller().map(Caller::name),
                report.caller().flatMap(Caller::tenant),
                report.model(),
                report.held(),
                report.promptTokens(),
                report.completionTokens(),
                report.charged(),
                report.outcome().label(),
                report.status(),
                report.firstByte()
                        .map(first -> OptionalLong.of(first.toMillis()))
                        .orElseGet(OptionalLong::empty),
                report.total().toMillis(),
                content ? Optional.of(content(report)) : Optional.empty());
    }

    private static AuditEntry.Content content(ExchangeReport report) {
        return new AuditEntry.Content(
                report.request()
                        .map(request -> new String(request.body(), StandardCharsets.UTF_8))
                        .orElse(""),
                report.answer().orElse(""));
    }

    @Override
    public boolean wantsAnswers() {
        return content;
    }

    /** The same for requests whose answers were on their way. */
    ExchangeListener ofRelay() {
        return new ExchangeListener() {
            @Override
            public void ended(ExchangeReport report) {
                report.model().ifPresent(model -> metrics.streams(model, -1));
                ToldExchanges.this.ended(report);
            }

            @Override
            public boolean wantsAnswers() {
                return content;
            }
        };
    }
}
