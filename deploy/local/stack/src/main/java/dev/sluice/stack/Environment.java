package dev.sluice.stack;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The environment of a child process: the settings of the stack, and none that the shell around it happens to have. */
final class Environment {
    /** What Quarkus, the services, their JVMs, the Functions host and the Azure SDK read their configuration from. */
    private static final List<String> PREFIXES = List.of(
            "QUARKUS_",
            "SLUICE_",
            "_DEV_",
            "_TEST_",
            "_PROD_",
            "AZURE",
            "FUNCTIONS_",
            "SERVICEBUS",
            "ORDERS_",
            "JDK_JAVA_OPTIONS",
            "OTEL_",
            "MP_");

    private Environment() {}

    /** Takes out what would configure a service by accident, then puts the settings in. */
    static void prepare(Map<String, String> environment, Map<String, String> settings) {
        environment.keySet().removeIf(name -> {
            String upper = name.toUpperCase(Locale.ROOT).replace('.', '_');
            return PREFIXES.stream().anyMatch(upper::startsWith);
        });
        environment.putAll(settings);
    }
}
