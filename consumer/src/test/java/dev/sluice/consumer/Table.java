package dev.sluice.consumer;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.postgresql.ds.PGSimpleDataSource;

/** Looks into the consumer's tables for the tests. */
@Singleton
public class Table {
    private final DataSource dataSource;

    Table(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** For a test that the application may run apart from: with the settings that this has been given. */
    public static Table ofApplication() {
        Config settings = ConfigProvider.getConfig();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(settings.getValue("quarkus.datasource.jdbc.url", String.class));
        database.setUser(settings.getValue("quarkus.datasource.username", String.class));
        database.setPassword(settings.getValue("quarkus.datasource.password", String.class));
        return new Table(database);
    }

    /** The first column of the first row as text; null if there is no row. */
    public String ask(String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            if (!statement.execute()) {
                return null;
            }
            try (ResultSet row = statement.getResultSet()) {
                return row.next() ? row.getString(1) : null;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often the order's effect happened. */
    public int effects(Object orderId) {
        return Integer.parseInt(ask("select count(*) from fulfilment where order_id = ?", orderId));
    }
}
