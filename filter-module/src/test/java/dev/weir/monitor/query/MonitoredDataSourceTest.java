package dev.weir.monitor.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbc.JdbcPreparedStatement;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real database, whose statements take as long as a test says. */
class MonitoredDataSourceTest {

    private final AtomicLong nanos = new AtomicLong();
    private long stepMillis;
    private final QueryMonitor monitor =
            new QueryMonitor(1_000, () -> nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(stepMillis)));
    private final JdbcDataSource target = new JdbcDataSource();
    private final DataSource source = MonitoredDataSource.of(target, monitor);
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        target.setURL("jdbc:h2:mem:monitored");
        connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table t (id int primary key, name varchar(20))");
        }
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void statement_slow_isKeptWithoutItsValues() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int millis : new int[] {1_500, 3_000, 1_000}) {
                stepMillis = millis;
                try (ResultSet found = statement.executeQuery("select abs(" + millis + "), 'secret'")) {
                    assertThat(found.next()).isTrue();
                }
            }
        }
        assertThat(monitor.report()).singleElement().satisfies(each -> {
            assertThat(each.statement()).isEqualTo("select abs(?), ?");
            assertThat(each.count())
                    .as("one second is not more than one second")
                    .isEqualTo(2);
            assertThat(each.slowest()).isEqualTo(3.0);
            assertThat(each.average()).isEqualTo(2.25);
            assertThat(each.suggestion())
                    .hasValueSatisfying(text -> assertThat(text).startsWith("slow 2 times, 2.3 s on average: look at"));
        });
    }

    @Test
    void prepared_isKnownByWhatWasPrepared() throws SQLException {
        stepMillis = 2_000;
        try (PreparedStatement statement = connection.prepareStatement("select abs(?)")) {
            statement.setInt(1, 2_000);
            assertThat(statement.execute()).isTrue();
        }
        try (CallableStatement statement = connection.prepareCall("call abs(?)")) {
            statement.setInt(1, 2_000);
            assertThat(statement.execute()).isTrue();
        }
        assertThat(monitor.report())
                .extracting(QueryReport::statement)
                .containsExactlyInAnyOrder("select abs(?)", "call abs(?)");
    }

    @Test
    void batch_isKnownByItsLastStatement() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            stepMillis = 1_200;
            statement.addBatch("insert into t values (abs(1200), 'a')");
            assertThat(statement.executeBatch()).containsExactly(1);
        }
        assertThat(monitor.report())
                .extracting(QueryReport::statement)
                .containsExactly("insert into t values (abs(?), ?)");
    }

    @Test
    void failure_isThrownAsItIs_andTimed() throws SQLException {
        stepMillis = 2_000;
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("select 1 from nowhere"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("NOWHERE");
            assertThatThrownBy(() -> statement.execute("select 2000 / 0"))
                    .isInstanceOf(SQLException.class)
                    .hasNoSuppressedExceptions();
        }
        assertThat(monitor.report()).extracting(QueryReport::statement).contains("select ? / ?");
    }

    @Test
    void wrapper_findsWhatIsWrapped() throws SQLException {
        assertThat(source.isWrapperFor(DataSource.class)).isTrue();
        assertThat(source.unwrap(DataSource.class)).isSameAs(source);
        assertThat(source.unwrap(JdbcDataSource.class)).isSameAs(target);
        assertThat(connection.isWrapperFor(JdbcConnection.class)).isTrue();
        assertThat(connection.unwrap(JdbcConnection.class)).isInstanceOf(JdbcConnection.class);
        assertThat(connection.isWrapperFor(JdbcPreparedStatement.class)).isFalse();
        assertThatThrownBy(() -> connection.unwrap(JdbcPreparedStatement.class)).isInstanceOf(SQLException.class);
    }

    @Test
    void statement_knowsTheConnectionThatMadeIt() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.getConnection()).isSameAs(connection);
        }
    }

    @Test
    void proxies_areEqualToThemselvesAndToOthersOfTheSame() throws SQLException {
        JdbcConnection behind = connection.unwrap(JdbcConnection.class);
        assertThat(connection.equals(behind)).isTrue();
        assertThat(connection.hashCode()).isEqualTo(behind.hashCode());
        assertThat(source).isEqualTo(MonitoredDataSource.of(target, monitor));
        try (Connection other = source.getConnection()) {
            assertThat(connection).isNotEqualTo(other);
        }
        assertThat(connection.equals(null)).isFalse();
    }

    @Test
    void statements_ofManyTexts_areBounded() {
        stepMillis = 2_000;
        for (int i = 0; i < 1_000; i++) {
            long began = monitor.begin();
            monitor.ended("select a from t" + "x".repeat(i % 300), began);
        }
        assertThat(monitor.report()).hasSize(QueryMonitor.MOST + 1);
        assertThat(monitor.report().stream().mapToLong(QueryReport::count).sum())
                .isEqualTo(1_000);
        assertThat(monitor.report()).extracting(QueryReport::statement).contains("other");
    }
}
