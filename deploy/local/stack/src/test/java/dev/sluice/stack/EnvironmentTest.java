package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void keepsTheShellsConfigurationAwayFromTheServices() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH", "/bin",
                "QUARKUS_PROFILE", "prod",
                "QUARKUS_HTTP_PORT", "80",
                "SLUICE_INBOX_ENABLED", "false",
                "sluice.inbox.enabled", "false",
                "ServiceBusConnection__fullyQualifiedNamespace", "contoso.servicebus.windows.net",
                "AZURE_CLIENT_SECRET", "secret"));
        Environment.prepare(environment, Map.of("QUARKUS_PROFILE", "local"));
        assertThat(environment).isEqualTo(Map.of("PATH", "/bin", "QUARKUS_PROFILE", "local"));
    }
}
