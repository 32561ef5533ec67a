package dev.sluice.functions.app;

import java.util.Optional;

/**
 * Where a trigger connects to: exactly one of the two is set.
 *
 * @param setting the name in function.json, for messages
 * @param connectionString the setting of that name; a secret
 * @param namespace the setting {@code <name>__fullyQualifiedNamespace}, for an identity
 * @param clientId the user-assigned identity to use there, null for what the environment offers
 */
public record ServiceBusConnection(String setting, String connectionString, String namespace, String clientId) {

    /**
     * Looks the settings up as the host does: {@code X}, then {@code AzureWebJobsX}, then the identity's.
     *
     * @return empty if none is set
     */
    static Optional<ServiceBusConnection> find(String setting, AppSettings settings) {
        return settings.get(setting)
                .or(() -> settings.get("AzureWebJobs" + setting))
                .or(() -> settings.get("ConnectionStrings:" + setting))
                .filter(value -> !value.isBlank())
                .map(value -> new ServiceBusConnection(setting, value, null, null))
                .or(() -> settings.get(setting + "__fullyQualifiedNamespace")
                        .filter(value -> !value.isBlank())
                        .map(value -> new ServiceBusConnection(
                                setting,
                                null,
                                value,
                                settings.get(setting + "__clientId").orElse(null))));
    }

    @Override
    public String toString() {
        return "ServiceBusConnection[" + setting + "]";
    }
}
