package dev.sluice.consumer.api;

import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.http.Problem;
import dev.sluice.http.ProblemException;
import dev.sluice.http.ProblemType;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers out of the database, or the problem that there is none now. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /** Something that asks the database. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws SQLException;
    }

    private Answers() {}

    static <T> T from(DatabaseGate gate, Question<T> question) {
        if (!gate.isOpen()) {
            throw unavailable();
        }
        try {
            return question.ask();
        } catch (SQLException e) {
            LOG.warn("what is parked can't be read or changed: {}", e.getMessage());
            throw unavailable();
        }
    }

    private static ProblemException unavailable() {
        return new ProblemException(
                Problem.of(
                        ProblemType.DATABASE_UNAVAILABLE,
                        "What is parked can't be read or changed now; ask again later"),
                LOOK_AGAIN);
    }
}
