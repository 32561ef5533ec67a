package dev.sluice.devservices.deployment;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.function.BooleanSupplier;

/**
 * Dev Services of Sluice. Dev mode has fixed ports, so that the second {@code quarkus:dev} on this machine finds the
 * bus and the database of the first; each test run has free ports and a bus and a database of its own.
 */
@ConfigMapping(prefix = "sluice.devservices")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface LocalServicesConfig {
    /**
     * Whether the Service Bus emulator and PostgreSQL are started in dev and test mode, each unless the application is
     * configured to use another. {@code quarkus.devservices.enabled} is for those of Quarkus, which need Docker.
     */
    @WithDefault("true")
    boolean enabled();

    /** Dev mode: the emulator's AMQP port. */
    @WithDefault("5672")
    int amqpPort();

    /** Dev mode: the emulator's HTTP port, for {@code /health} and {@code /entities}. */
    @WithDefault("5300")
    int adminPort();

    /** Dev mode: the PostgreSQL server's port. */
    @WithDefault("54329")
    int postgresPort();

    /** Build steps run only while Dev Services are enabled. */
    final class Enabled implements BooleanSupplier {
        private final LocalServicesConfig config;

        /** Called by Quarkus. */
        Enabled(LocalServicesConfig config) {
            this.config = config;
        }

        @Override
        public boolean getAsBoolean() {
            return config.enabled();
        }
    }
}
