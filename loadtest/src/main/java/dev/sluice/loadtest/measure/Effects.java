package dev.sluice.loadtest.measure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Which instance each effect is of. The database notes it down, by the name that an instance gives its connections: what
 * consumers count of themselves would be their word only.
 */
public final class Effects {
    /** The environment variable by which a consumer names its connections. */
    public static final String NAME_SETTING = "QUARKUS_DATASOURCE_JDBC_ADDITIONAL_JDBC_PROPERTIES_APPLICATIONNAME";

    private static final String NOTE =
            "alter table fulfilment add column instance text not null default current_setting('application_name')";

    private final DataSource database;

    private Effects(DataSource database) {
        this.database = database;
    }

    /**
     * Has the database note it down from now on.
     *
     * @param database consumer's, with its tables
     * @throws SQLException if it can't
     */
    public static Effects note(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(NOTE);
        }
        return new Effects(database);
    }

    /**
     * How many effects each instance had in that time; an instance without any is left out.
     *
     * @throws SQLException if the database can't be read
     */
    public Map<String, Long> between(Instant from, Instant to) throws SQLException {
        Map<String, Long> effects = new LinkedHashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement("select instance, count(*) from fulfilment"
                        + " where recorded_at >= ? and recorded_at < ? group by instance")) {
            query.setObject(1, OffsetDateTime.ofInstant(from, ZoneOffset.UTC));
            query.setObject(2, OffsetDateTime.ofInstant(to, ZoneOffset.UTC));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    effects.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return effects;
    }

    /**
     * When each instance had its first effect, the earliest first.
     *
     * @throws SQLException if the database can't be read
     */
    public List<Instant> firsts() throws SQLException {
        List<Instant> firsts = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select min(recorded_at) from fulfilment group by instance order by 1");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                firsts.add(rows.getObject(1, OffsetDateTime.class).toInstant());
            }
        }
        return firsts;
    }
}
