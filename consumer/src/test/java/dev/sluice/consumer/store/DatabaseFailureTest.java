package dev.sluice.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseFailureTest {
    @ParameterizedTest
    @CsvSource({
        "08006, OUTAGE",
        "08001, OUTAGE",
        "57P01, OUTAGE",
        "57P03, OUTAGE",
        "53300, OUTAGE",
        "25006, OUTAGE",
        ", OUTAGE",
        "55P03, CONTENTION",
        "40001, CONTENTION",
        "40P01, CONTENTION",
        "57014, OTHER",
        "23505, OTHER",
        "42P01, OTHER",
        "25P03, OTHER"
    })
    void tellsAnOutageFromTheRest(String state, DatabaseFailure expected) {
        assertThat(DatabaseFailure.of(new SQLException("x", state))).isEqualTo(expected);
    }
}
