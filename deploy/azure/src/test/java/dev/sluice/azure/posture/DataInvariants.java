package dev.sluice.azure.posture;

import java.util.List;
import java.util.stream.Stream;

/** Database and storage. */
final class DataInvariants {
    private static final String SERVERS = "Microsoft.DBforPostgreSQL/flexibleServers";
    private static final String ACCOUNTS = "Microsoft.Storage/storageAccounts";

    private DataInvariants() {}

    static List<Invariant> all() {
        return List.of(
                server("no database has public access", "/properties/network/publicNetworkAccess", "Disabled"),
                server("no database takes a password", "/properties/authConfig/passwordAuth", "Disabled"),
                server("databases know Entra's identities", "/properties/authConfig/activeDirectoryAuth", "Enabled"),
                server("databases grow before they are full", "/properties/storage/autoGrow", "Enabled"),
                Invariant.of(
                        "database",
                        "databases speak TLS 1.2 or later",
                        d -> d.each(
                                SERVERS + "/configurations",
                                2,
                                c -> c.breachUnless(
                                        c.name().equals("ssl_min_protocol_version")
                                                && c.text("/properties/value").equals("TLSv1.2"),
                                        "is " + c.text("/properties/value")))),
                Invariant.of("database", "the primary stands in two zones", d -> primary(d)
                        .flatMap(server -> server.expect("/properties/highAvailability/mode", "ZoneRedundant"))),
                Invariant.of(
                        "database", "the primary's backups are kept for a week at least, elsewhere, too", d -> primary(
                                        d)
                                .flatMap(server -> server.breachUnless(
                                        server.at("/properties/backup/backupRetentionDays")
                                                                .asInt()
                                                        >= 7
                                                && server.text("/properties/backup/geoRedundantBackup")
                                                        .equals("Enabled"),
                                        "backup is " + server.at("/properties/backup")))),
                Invariant.of("database", "the other region has a replica", DataInvariants::replica),
                Invariant.of(
                        "database",
                        "only the agent's identity administers databases",
                        d -> d.each(
                                SERVERS + "/administrators",
                                1,
                                a -> a.breachUnless(
                                        a.text("/properties/principalType").equals("ServicePrincipal")
                                                && a.text("/properties/principalName")
                                                        .endsWith("-agent"),
                                        "is " + a.json()))),
                Invariant.of(
                        "database",
                        "every database has a private endpoint in its region",
                        d -> d.each(SERVERS, 2, server -> Endpoints.missing(d, server, List.of("postgresqlServer")))),
                account("no storage has public access", "/properties/publicNetworkAccess", "Disabled"),
                account("no storage takes a key", "/properties/allowSharedKeyAccess", false),
                account("no blob is public", "/properties/allowBlobPublicAccess", false),
                account("storage speaks TLS only", "/properties/supportsHttpsTrafficOnly", true),
                account("storage speaks TLS 1.2 or later", "/properties/minimumTlsVersion", "TLS1_2"),
                account("storage refuses who is not named", "/properties/networkAcls/defaultAction", "Deny"),
                account("storage makes no exceptions for Azure's services", "/properties/networkAcls/bypass", "None"),
                account("storage is kept in three zones", "/sku/name", "Standard_ZRS"),
                Invariant.of(
                        "storage",
                        "storage has private endpoints for blob, file, queue and table",
                        d -> d.each(
                                ACCOUNTS,
                                2,
                                account -> Endpoints.missing(d, account, List.of("blob", "file", "queue", "table")))),
                Invariant.of(
                        "storage",
                        "no container is public",
                        d -> d.each(
                                ACCOUNTS + "/blobServices/containers",
                                6,
                                c -> c.expect("/properties/publicAccess", "None"))));
    }

    private static Stream<Body> primary(Deployment deployment) {
        return deployment.of(SERVERS).stream()
                .filter(server -> !server.text("/properties/createMode").equals("Replica"));
    }

    private static Stream<String> replica(Deployment deployment) {
        List<Body> servers = deployment.of(SERVERS);
        boolean well = servers.stream()
                .filter(server -> server.text("/properties/createMode").equals("Replica"))
                .anyMatch(replica -> deployment
                        .find(replica.text("/properties/sourceServerResourceId"))
                        .filter(source -> !source.region().equals(replica.region()))
                        .isPresent());
        return well ? Stream.empty() : Stream.of("there is no replica of a server in the other region");
    }

    private static Invariant server(String name, String pointer, Object value) {
        return Invariant.of("database", name, d -> d.each(SERVERS, 2, server -> server.expect(pointer, value)));
    }

    private static Invariant account(String name, String pointer, Object value) {
        return Invariant.of("storage", name, d -> d.each(ACCOUNTS, 2, account -> account.expect(pointer, value)));
    }
}
