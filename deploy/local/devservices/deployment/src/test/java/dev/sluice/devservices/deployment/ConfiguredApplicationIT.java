package dev.sluice.devservices.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application that has a bus and a database of its own keeps them. */
class ConfiguredApplicationIT {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.datasource.db-kind", "postgresql")
            .overrideConfigKey("quarkus.datasource.devservices.enabled", "false")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:postgresql://database.invalid/orders")
            .overrideConfigKey("sluice.servicebus.fully-qualified-namespace", "contoso.servicebus.windows.net");

    @Test
    void getsNeitherBusNorDatabase() {
        var config = ConfigProvider.getConfig();
        assertThat(config.getOptionalValue("sluice.servicebus.connection-string", String.class))
                .isEmpty();
        assertThat(config.getValue("quarkus.datasource.jdbc.url", String.class))
                .isEqualTo("jdbc:postgresql://database.invalid/orders");
        assertThat(config.getOptionalValue("quarkus.datasource.username", String.class))
                .isEmpty();
    }
}
