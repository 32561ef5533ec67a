package dev.sluice.consumer.store;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What the PostgreSQL driver finds by name when it signs in with an identity; a native image would leave it out. */
@RegisterForReflection(
        classNames = {
            "com.azure.identity.extensions.jdbc.postgresql.AzurePostgresqlAuthenticationPlugin",
            "com.azure.identity.extensions.implementation.credential.provider.DefaultTokenCredentialProvider"
        })
final class NativeReflection {
    private NativeReflection() {}
}
