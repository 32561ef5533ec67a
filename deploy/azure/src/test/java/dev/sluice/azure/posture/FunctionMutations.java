package dev.sluice.azure.posture;

import java.util.List;

/** Mistakes in Function apps, machines, monitoring and names. */
final class FunctionMutations {
    private FunctionMutations() {}

    static List<Mutation> all() {
        return List.of(
                new Mutation(
                        "only firewalls have a public address",
                        "lib/machine.sh",
                        "\"ipConfigurations\":[{\"name\":\"private\",",
                        "\"ipConfigurations\":[{\"publicIPAddress\":{\"id\":\"x\"},\"name\":\"private\",",
                        "agent"),
                new Mutation(
                        "no site has public access",
                        "lib/functions.sh",
                        "httpsOnly: true, publicNetworkAccess: \"Disabled\"",
                        "httpsOnly: true, publicNetworkAccess: \"Enabled\"",
                        "functions"),
                new Mutation(
                        "no site has public access by its configuration",
                        "lib/functions.sh",
                        "vnetRouteAllEnabled: true, publicNetworkAccess: \"Disabled\"",
                        "vnetRouteAllEnabled: true, publicNetworkAccess: \"Enabled\"",
                        "functions"),
                new Mutation(
                        "sites refuse who is not named",
                        "lib/functions.sh",
                        " ipSecurityRestrictionsDefaultAction: \"Deny\"",
                        " ipSecurityRestrictionsDefaultAction: \"Allow\"",
                        "functions"),
                new Mutation(
                        "deployment endpoints refuse who is not named",
                        "lib/functions.sh",
                        "scmIpSecurityRestrictionsDefaultAction: \"Deny\"",
                        "scmIpSecurityRestrictionsDefaultAction: \"Allow\"",
                        "functions"),
                new Mutation(
                        "sites speak TLS only", "lib/functions.sh", "httpsOnly: true", "httpsOnly: false", "functions"),
                new Mutation(
                        "sites speak TLS 1.2 or later",
                        "lib/functions.sh",
                        " minTlsVersion: \"1.2\"",
                        " minTlsVersion: \"1.0\"",
                        "functions"),
                new Mutation(
                        "deployment endpoints speak TLS 1.2 or later",
                        "lib/functions.sh",
                        "scmMinTlsVersion: \"1.2\"",
                        "scmMinTlsVersion: \"1.0\"",
                        "functions"),
                new Mutation(
                        "there is no FTP",
                        "lib/functions.sh",
                        "ftpsState: \"Disabled\"",
                        "ftpsState: \"FtpsOnly\"",
                        "functions"),
                new Mutation(
                        "there is no remote debugging",
                        "lib/functions.sh",
                        "remoteDebuggingEnabled: false",
                        "remoteDebuggingEnabled: true",
                        "functions"),
                new Mutation(
                        "all that a site sends goes into the network",
                        "lib/functions.sh",
                        "vnetRouteAllEnabled: true",
                        "vnetRouteAllEnabled: false",
                        "functions"),
                new Mutation(
                        "images are fetched through the network, too",
                        "lib/functions.sh",
                        "allTraffic: true",
                        "allTraffic: false",
                        "functions"),
                new Mutation(
                        "sites scale by what the runtime sees",
                        "lib/functions.sh",
                        "functionsRuntimeScaleMonitoringEnabled: true",
                        "functionsRuntimeScaleMonitoringEnabled: false",
                        "functions"),
                new Mutation(
                        "sites are asked whether they live",
                        "lib/functions.sh",
                        "healthCheckPath: \"/q/health/live\"",
                        "healthCheckPath: \"/q/health/ready\"",
                        "functions"),
                new Mutation(
                        "sites are in their region's integration subnet",
                        "lib/functions.sh",
                        "subnets/integration",
                        "subnets/workload",
                        "functions"),
                new Mutation(
                        "no site takes a password",
                        "lib/functions.sh",
                        "for name in scm ftp; do",
                        "for name in ftp; do",
                        "functions"),
                new Mutation(
                        "no setting holds a secret",
                        "lib/functions.sh",
                        "SLUICE_DATABASE_MIGRATE=false",
                        "QUARKUS_DATASOURCE_PASSWORD=x",
                        "functions"),
                new Mutation(
                        "there is no content share",
                        "lib/functions.sh",
                        "SLUICE_DATABASE_MIGRATE=false",
                        "WEBSITE_CONTENTSHARE=consumer",
                        "functions"),
                new Mutation(
                        "sites run the custom handler",
                        "lib/functions.sh",
                        "FUNCTIONS_WORKER_RUNTIME=custom",
                        "FUNCTIONS_WORKER_RUNTIME=java",
                        "functions"),
                new Mutation(
                        "what sites push their metrics to is let through at both ends",
                        "lib/functions.sh",
                        "[[ -z ${here[collector]} ]] || echo \"SLUICE_METRICS_PUSH_URL=http://${here[collector]}",
                        "echo \"SLUICE_METRICS_PUSH_URL=http://10.1.4.10",
                        "functions"),
                new Mutation(
                        "sites run Functions 4",
                        "lib/functions.sh",
                        "FUNCTIONS_EXTENSION_VERSION=~4",
                        "FUNCTIONS_EXTENSION_VERSION=~3",
                        "functions"),
                new Mutation(
                        "storage is reached by identity",
                        "lib/functions.sh",
                        "connection_settings AzureWebJobsStorage ",
                        "connection_settings WebJobsStorage ",
                        "functions"),
                new Mutation(
                        "Service Bus is reached by identity",
                        "lib/functions.sh",
                        "connection_settings ServiceBusConnection ",
                        "connection_settings Connection ",
                        "functions"),
                new Mutation(
                        "the other region's Service Bus is reached by identity",
                        "lib/functions.sh",
                        "connection_settings ServiceBusSecondary ",
                        "connection_settings Secondary ",
                        "functions"),
                new Mutation(
                        "requests need the host's keys",
                        "lib/functions.sh",
                        "SLUICE_AUTH=host-keys",
                        "SLUICE_AUTH=off",
                        "functions"),
                new Mutation(
                        "packages are run from their own storage, by identity",
                        "lib/functions.sh",
                        "https://${here[storage]}.blob",
                        "https://${there[storage]}.blob",
                        "functions"),
                new Mutation(
                        "instances have bounds",
                        "lib/functions.sh",
                        "minimumElasticInstanceCount: $least",
                        "minimumElasticInstanceCount: 0",
                        "functions"),
                new Mutation(
                        "all instances together find a connection",
                        "lib/functions.sh",
                        "$((2 * SITE_MAX_INSTANCES))",
                        "$SITE_MAX_INSTANCES",
                        "functions"),
                new Mutation(
                        "plans are Elastic Premium on Linux, in several zones",
                        "lib/functions.sh",
                        "reserved: true, zoneRedundant",
                        "reserved: false, zoneRedundant",
                        "functions"),
                new Mutation(
                        "every site has a private endpoint in its region",
                        "lib/functions.sh",
                        "endpoint_put \"${here[${service}_id]}\" sites",
                        "endpoint_put \"${here[${service}_id]}\" sites-staging",
                        "functions"),
                new Mutation(
                        "no role reaches farther than one resource",
                        "lib/shared.sh",
                        "role_put \"$component_id\" \"Monitoring",
                        "role_put \"$shared_group\" \"Monitoring",
                        "shared"),
                new Mutation(
                        "assignments are named after what they give, so that they are made once",
                        "lib/shared.sh",
                        "roleAssignments/$(uuid5 \"$1|$role|${principals[$3]}\")",
                        "roleAssignments/$(cat /proc/sys/kernel/random/uuid)",
                        "shared"),
                new Mutation(
                        "roles are given to the three identities only",
                        "lib/shared.sh",
                        "\"principalType\":\"ServicePrincipal\"",
                        "\"principalType\":\"Group\"",
                        "shared"),
                new Mutation(
                        "sites and agents carry one identity each, and no system's",
                        "lib/functions.sh",
                        "identity: {type: \"UserAssigned\"",
                        "identity: {type: \"SystemAssigned, UserAssigned\"",
                        "functions"),
                new Mutation(
                        "machines take no password",
                        "lib/machine.sh",
                        "disablePasswordAuthentication: true",
                        "disablePasswordAuthentication: false",
                        "agent"),
                new Mutation(
                        "machines start what is signed only",
                        "lib/machine.sh",
                        "secureBootEnabled: true",
                        "secureBootEnabled: false",
                        "agent"),
                new Mutation(
                        "no interface forwards packets",
                        "lib/machine.sh",
                        "\"enableIPForwarding\":false",
                        "\"enableIPForwarding\":true",
                        "agent"),
                new Mutation(
                        "telemetry is taken in through the private link only",
                        "lib/shared.sh",
                        "publicNetworkAccessForIngestion: \"Disabled\"",
                        "publicNetworkAccessForIngestion: \"Enabled\"",
                        "shared"),
                new Mutation(
                        "telemetry is taken in from identities only",
                        "lib/shared.sh",
                        "DisableLocalAuth: true",
                        "DisableLocalAuth: false",
                        "shared"),
                new Mutation(
                        "the private link leads to nobody else's telemetry",
                        "lib/monitoring.sh",
                        "PrivateOnly",
                        "Open",
                        "monitoring"),
                new Mutation(
                        "workspace and component are behind the private link",
                        "lib/monitoring.sh",
                        "for target in \"$workspace_id\" \"$component_id\"",
                        "for target in \"$workspace_id\"",
                        "monitoring"),
                new Mutation(
                        "whatever can carry a tag carries the deployment's",
                        "lib/groups.sh",
                        "'{\"location\":\"%s\",\"tags\":%s}' \"$2\" \"$tags\"",
                        "'{\"location\":\"%s\"}' \"$2\"",
                        "groups"),
                new Mutation(
                        "nothing is put outside of the two regions",
                        "lib/shared.sh",
                        "\"$PRIMARY_REGION\" --argjson tags \"$tags\" --argjson days",
                        "westeurope --argjson tags \"$tags\" --argjson days",
                        "shared"),
                new Mutation(
                        "addresses of endpoints and interfaces are given once",
                        "lib/functions.sh",
                        "\"${here[${service}_address]}\"",
                        "\"${here[producer_address]}\"",
                        "functions"));
    }
}
