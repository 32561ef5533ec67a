package dev.sluice.azure.posture;

import java.util.List;

/** Mistakes in Service Bus, database and storage. */
final class DataMutations {
    private DataMutations() {}

    static List<Mutation> all() {
        return List.of(
                new Mutation(
                        "every private endpoint is in a zone that is put",
                        "lib/storage.sh",
                        "privatelink.$kind.core.windows.net",
                        "privatelink.$kind.storage.azure.net",
                        "storage"),
                new Mutation(
                        "no namespace has public access",
                        "lib/servicebus.sh",
                        "publicNetworkAccess: \"Disabled\"",
                        "publicNetworkAccess: \"Enabled\"",
                        "servicebus"),
                new Mutation(
                        "no namespace takes a key",
                        "lib/servicebus.sh",
                        "disableLocalAuth: true",
                        "disableLocalAuth: false",
                        "servicebus"),
                new Mutation(
                        "namespaces speak TLS 1.2 or later",
                        "lib/servicebus.sh",
                        "minimumTlsVersion: \"1.2\"",
                        "minimumTlsVersion: \"1.0\"",
                        "servicebus"),
                new Mutation(
                        "namespaces are Premium",
                        "lib/servicebus.sh",
                        "name: \"Premium\", tier",
                        "name: \"Standard\", tier",
                        "servicebus"),
                new Mutation(
                        "namespaces stand in several zones",
                        "lib/servicebus.sh",
                        "zoneRedundant: true",
                        "zoneRedundant: false",
                        "servicebus"),
                new Mutation(
                        "a repeat of an order is dropped",
                        "lib/servicebus.sh",
                        "maxDeliveryCount: 10, requiresDuplicateDetection: true",
                        "maxDeliveryCount: 10, requiresDuplicateDetection: false",
                        "servicebus"),
                new Mutation(
                        "repeats of an order are known for ten minutes at least",
                        "lib/servicebus.sh",
                        "duplicateDetectionHistoryTimeWindow: \"PT10M\", defaultMessageTimeToLive: $life,\n",
                        "duplicateDetectionHistoryTimeWindow: \"PT30S\", defaultMessageTimeToLive: $life,\n",
                        "servicebus"),
                new Mutation(
                        "an order that expires is dead-lettered",
                        "lib/servicebus.sh",
                        "deadLetteringOnMessageExpiration: true, forwardDeadLetteredMessagesTo: \"orders-parked\"}}",
                        "deadLetteringOnMessageExpiration: false, forwardDeadLetteredMessagesTo: \"orders-parked\"}}",
                        "servicebus"),
                new Mutation(
                        "an order waits 14 days",
                        "lib/servicebus.sh",
                        "orders_time_to_live=P14D",
                        "orders_time_to_live=P7D",
                        "servicebus"),
                new Mutation(
                        "dead letters go to orders-parked",
                        "lib/servicebus.sh",
                        "deadLetteringOnMessageExpiration: true, forwardDeadLetteredMessagesTo: \"orders-parked\"}}",
                        "deadLetteringOnMessageExpiration: true}}",
                        "servicebus"),
                new Mutation(
                        "orders has no sessions",
                        "lib/servicebus.sh",
                        "requiresDuplicateDetection: true, requiresSession: false",
                        "requiresDuplicateDetection: true, requiresSession: true",
                        "servicebus"),
                new Mutation(
                        "the lock outlasts a transaction",
                        "lib/servicebus.sh",
                        "orders_lock=PT1M",
                        "orders_lock=PT10S",
                        "servicebus"),
                new Mutation(
                        "orders-parked drops no repeat",
                        "lib/servicebus.sh",
                        "maxDeliveryCount: 2147483647, requiresDuplicateDetection: false",
                        "maxDeliveryCount: 2147483647, requiresDuplicateDetection: true",
                        "servicebus"),
                new Mutation(
                        "orders-parked keeps for ever",
                        "lib/servicebus.sh",
                        "P10675199DT2H48M5.4775807S",
                        "P30D",
                        "servicebus"),
                new Mutation(
                        "orders-parked gives up on no order",
                        "lib/servicebus.sh",
                        "maxDeliveryCount: 2147483647",
                        "maxDeliveryCount: 10",
                        "servicebus"),
                new Mutation(
                        "orders-parked forwards nothing",
                        "lib/servicebus.sh",
                        "deadLetteringOnMessageExpiration: true}}",
                        "deadLetteringOnMessageExpiration: true, forwardTo: \"orders\"}}",
                        "servicebus"),
                new Mutation(
                        "orders-parked keeps what brings a time to live of its own",
                        "lib/servicebus.sh",
                        "deadLetteringOnMessageExpiration: true}}",
                        "deadLetteringOnMessageExpiration: false}}",
                        "servicebus"),
                new Mutation(
                        "the topic drops repeats, too",
                        "lib/servicebus.sh",
                        "{properties: {requiresDuplicateDetection: true,",
                        "{properties: {requiresDuplicateDetection: false,",
                        "servicebus"),
                new Mutation(
                        "a subscription's dead letters go to orders-parked, expired ones too",
                        "lib/servicebus.sh",
                        "deadLetteringOnFilterEvaluationExceptions: true,\n      forwardDeadLetteredMessagesTo: \"orders-parked\"",
                        "deadLetteringOnFilterEvaluationExceptions: true",
                        "servicebus"),
                new Mutation(
                        "a namespace has one private endpoint, in its own region",
                        "lib/servicebus.sh",
                        "privatelink.servicebus.windows.net\n",
                        "privatelink.servicebus.windows.net\n  endpoint_put \"${there[namespace_id]}\" namespace-2 - privatelink.servicebus.windows.net\n",
                        "servicebus"),
                new Mutation(
                        "messaging units grow within bounds",
                        "parameters.env",
                        "SERVICEBUS_CAPACITY=1\n",
                        "SERVICEBUS_CAPACITY=4\n",
                        "servicebus"),
                new Mutation(
                        "no database has public access",
                        "lib/database.sh",
                        "network: {publicNetworkAccess: \"Disabled\"}",
                        "network: {publicNetworkAccess: \"Enabled\"}",
                        "database"),
                new Mutation(
                        "no database takes a password",
                        "lib/database.sh",
                        "passwordAuth: \"Disabled\"",
                        "passwordAuth: \"Enabled\"",
                        "database"),
                new Mutation(
                        "databases know Entra's identities",
                        "lib/database.sh",
                        "activeDirectoryAuth: \"Enabled\"",
                        "activeDirectoryAuth: \"Disabled\"",
                        "database"),
                new Mutation(
                        "databases grow before they are full",
                        "lib/database.sh",
                        "autoGrow: \"Enabled\"",
                        "autoGrow: \"Disabled\"",
                        "database"),
                new Mutation("databases speak TLS 1.2 or later", "lib/database.sh", "TLSv1.2", "TLSv1", "database"),
                new Mutation(
                        "the primary stands in two zones",
                        "parameters.env",
                        "DATABASE_HA=ZoneRedundant",
                        "DATABASE_HA=Disabled",
                        "database"),
                new Mutation(
                        "the primary's backups are kept for a week at least, elsewhere, too",
                        "lib/database.sh",
                        "geoRedundantBackup: \"Enabled\"",
                        "geoRedundantBackup: \"Disabled\"",
                        "database"),
                new Mutation(
                        "the other region has a replica",
                        "lib/database.sh",
                        "\"${second[region]}\" Replica \"$id\"",
                        "\"${second[region]}\" Replica \"${second[database_id]}\"",
                        "database"),
                new Mutation(
                        "only the agent's identity administers databases",
                        "lib/database.sh",
                        "--arg name \"$DEPLOYMENT-agent\"",
                        "--arg name \"$DEPLOYMENT-consumer\"",
                        "database"),
                new Mutation(
                        "every database has a private endpoint in its region",
                        "lib/database.sh",
                        "endpoint_put \"${here[database_id]}\" postgresqlServer",
                        "endpoint_put \"${there[database_id]}\" postgresqlServer",
                        "database"),
                new Mutation(
                        "no storage has public access",
                        "lib/storage.sh",
                        "publicNetworkAccess: \"Disabled\"",
                        "publicNetworkAccess: \"Enabled\"",
                        "storage"),
                new Mutation(
                        "no storage takes a key",
                        "lib/storage.sh",
                        "allowSharedKeyAccess: false",
                        "allowSharedKeyAccess: true",
                        "storage"),
                new Mutation(
                        "no blob is public",
                        "lib/storage.sh",
                        "allowBlobPublicAccess: false",
                        "allowBlobPublicAccess: true",
                        "storage"),
                new Mutation(
                        "storage speaks TLS only",
                        "lib/storage.sh",
                        "supportsHttpsTrafficOnly: true",
                        "supportsHttpsTrafficOnly: false",
                        "storage"),
                new Mutation("storage speaks TLS 1.2 or later", "lib/storage.sh", "TLS1_2", "TLS1_0", "storage"),
                new Mutation(
                        "storage refuses who is not named",
                        "lib/storage.sh",
                        "defaultAction: \"Deny\"",
                        "defaultAction: \"Allow\"",
                        "storage"),
                new Mutation(
                        "storage makes no exceptions for Azure's services",
                        "lib/storage.sh",
                        "bypass: \"None\"",
                        "bypass: \"AzureServices\"",
                        "storage"),
                new Mutation(
                        "storage is kept in three zones", "lib/storage.sh", "Standard_ZRS", "Standard_LRS", "storage"),
                new Mutation(
                        "storage has private endpoints for blob, file, queue and table",
                        "lib/storage.sh",
                        "for kind in blob file queue table",
                        "for kind in blob file queue",
                        "storage"),
                new Mutation(
                        "no container is public",
                        "lib/storage.sh",
                        "\"publicAccess\":\"None\"",
                        "\"publicAccess\":\"Blob\"",
                        "storage"),
                new Mutation(
                        "producer may send to orders, and nothing else on Service Bus",
                        "lib/servicebus.sh",
                        "role_put \"${here[namespace_id]}/$entity\" \"Service Bus Data Sender\" producer",
                        "role_put \"${here[namespace_id]}\" \"Service Bus Data Sender\" producer",
                        "servicebus"),
                new Mutation(
                        "consumer owns its namespaces' data, which scaling needs",
                        "lib/servicebus.sh",
                        "\"Service Bus Data Owner\" consumer",
                        "\"Service Bus Data Sender\" consumer",
                        "servicebus"),
                new Mutation(
                        "the agent has nothing to do with Service Bus",
                        "lib/servicebus.sh",
                        "  role_put \"${here[namespace_id]}\" \"Service Bus Data Owner\" consumer",
                        "  role_put \"${here[namespace_id]}\" \"Service Bus Data Owner\" consumer\n  role_put \"${here[namespace_id]}\" \"Service Bus Data Owner\" agent",
                        "servicebus"),
                new Mutation(
                        "apps read packages, and only the agent writes them",
                        "lib/storage.sh",
                        "\"Storage Blob Data Reader\"",
                        "\"Storage Blob Data Contributor\"",
                        "storage"),
                new Mutation(
                        "only known roles are given",
                        "lib/shared.sh",
                        "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
                        "b24988ac-6180-42a0-ab88-20f7382dd24c",
                        "storage"));
    }
}
