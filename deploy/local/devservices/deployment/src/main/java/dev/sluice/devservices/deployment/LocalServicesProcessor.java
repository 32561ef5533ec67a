package dev.sluice.devservices.deployment;

import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.builditem.Startable;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Tells Quarkus which services the application lacks and how to start them; Quarkus starts and closes them. */
@BuildSteps(onlyIf = {IsDevServicesSupportedByLaunchMode.class, LocalServicesConfig.Enabled.class})
class LocalServicesProcessor {
    static final String FEATURE = "sluice-devservices";

    static final String CONNECTION_STRING = "sluice.servicebus.connection-string";
    static final String JDBC_URL = "quarkus.datasource.jdbc.url";

    /** Each of them says that the application has a bus already. */
    private static final List<String> BUS_KEYS = List.of(
            CONNECTION_STRING,
            "sluice.servicebus.fully-qualified-namespace",
            "ServiceBusConnection__fullyQualifiedNamespace");

    private static final Logger LOG = Logger.getLogger(LocalServicesProcessor.class);

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    @BuildStep
    void serviceBus(
            LaunchModeBuildItem mode, LocalServicesConfig config, BuildProducer<DevServicesResultBuildItem> services) {
        if (BUS_KEYS.stream().anyMatch(ConfigUtils::isPropertyNonEmpty)) {
            LOG.debug("the application has a Service Bus: no emulator is started");
            return;
        }
        boolean shared = mode.getLaunchMode() == LaunchMode.DEVELOPMENT;
        int amqpPort = shared ? config.amqpPort() : 0;
        int adminPort = shared ? config.adminPort() : 0;
        services.produce(DevServicesResultBuildItem.owned()
                .feature(FEATURE)
                .serviceName("servicebus")
                .description("Service Bus emulator")
                .serviceConfig(List.of(amqpPort, adminPort))
                .startable(() -> new BusService(amqpPort, adminPort, new SharedStart(SharedStart.PATIENCE)))
                .configProvider(Map.of(CONNECTION_STRING, BusService::connectionString))
                .postStartHook(LocalServicesProcessor::announce)
                .build());
    }

    @BuildStep
    void postgres(
            LaunchModeBuildItem mode,
            LocalServicesConfig config,
            Capabilities capabilities,
            BuildProducer<DevServicesResultBuildItem> services) {
        if (capabilities.isMissing(Capability.AGROAL) || ConfigUtils.isPropertyNonEmpty(JDBC_URL)) {
            return;
        }
        int port = mode.getLaunchMode() == LaunchMode.DEVELOPMENT ? config.postgresPort() : 0;
        services.produce(DevServicesResultBuildItem.owned()
                .feature(FEATURE)
                .serviceName("postgres")
                .description("PostgreSQL")
                .serviceConfig(port)
                .startable(() -> new PostgresService(port, new SharedStart(SharedStart.PATIENCE)))
                .configProvider(Map.of(
                        JDBC_URL,
                        PostgresService::jdbcUrl,
                        "quarkus.datasource.username",
                        PostgresService::username,
                        "quarkus.datasource.password",
                        PostgresService::password))
                .postStartHook(LocalServicesProcessor::announce)
                .build());
    }

    private static void announce(Startable service) {
        LOG.info(service.getConnectionInfo());
    }
}
