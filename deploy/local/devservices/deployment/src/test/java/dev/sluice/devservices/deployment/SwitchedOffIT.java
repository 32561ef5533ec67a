package dev.sluice.devservices.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One key switches all of it off. */
class SwitchedOffIT {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.datasource.db-kind", "postgresql")
            .overrideConfigKey("quarkus.datasource.devservices.enabled", "false")
            .overrideConfigKey("sluice.devservices.enabled", "false");

    @Test
    void startsNothing() {
        var config = ConfigProvider.getConfig();
        assertThat(config.getOptionalValue("sluice.servicebus.connection-string", String.class))
                .isEmpty();
        assertThat(config.getOptionalValue("quarkus.datasource.jdbc.url", String.class))
                .isEmpty();
    }
}
