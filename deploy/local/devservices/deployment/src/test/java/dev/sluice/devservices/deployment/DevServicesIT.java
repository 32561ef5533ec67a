package dev.sluice.devservices.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application in test mode that configures nothing but the kind of its database. */
class DevServicesIT {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.datasource.db-kind", "postgresql")
            .overrideConfigKey("quarkus.datasource.devservices.enabled", "false")
            .overrideConfigKey("quarkus.devservices.enabled", "false");

    @Inject
    DataSource database;

    @ConfigProperty(name = "sluice.servicebus.connection-string")
    String connectionString;

    @Test
    void hasADatabase() throws SQLException {
        try (Connection connection = database.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductVersion()).startsWith("16.");
        }
    }

    @Test
    void hasABusOnAPortOfItsOwn() throws IOException {
        Matcher endpoint =
                Pattern.compile("Endpoint=sb://127\\.0\\.0\\.1:(\\d+);.*").matcher(connectionString);
        assertThat(endpoint.matches()).as(connectionString).isTrue();
        int port = Integer.parseInt(endpoint.group(1));
        assertThat(port).isNotEqualTo(5672);
        new Socket(InetAddress.getLoopbackAddress(), port).close();
    }
}
