package dev.sluice.azure.posture;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Plans and sites. */
final class FunctionInvariants {
    private static final String AREA = "Functions";
    private static final String SITES = "Microsoft.Web/sites";
    private static final int COUNT = 4;
    private static final String CONFIG = "/properties/siteConfig/";

    private FunctionInvariants() {}

    static List<Invariant> all() {
        return List.of(
                site("no site has public access", "/properties/publicNetworkAccess", "Disabled"),
                site("no site has public access by its configuration", CONFIG + "publicNetworkAccess", "Disabled"),
                site("sites refuse who is not named", CONFIG + "ipSecurityRestrictionsDefaultAction", "Deny"),
                site(
                        "deployment endpoints refuse who is not named",
                        CONFIG + "scmIpSecurityRestrictionsDefaultAction",
                        "Deny"),
                site("sites speak TLS only", "/properties/httpsOnly", true),
                site("sites speak TLS 1.2 or later", CONFIG + "minTlsVersion", "1.2"),
                site("deployment endpoints speak TLS 1.2 or later", CONFIG + "scmMinTlsVersion", "1.2"),
                site("there is no FTP", CONFIG + "ftpsState", "Disabled"),
                site("there is no remote debugging", CONFIG + "remoteDebuggingEnabled", false),
                site("all that a site sends goes into the network", CONFIG + "vnetRouteAllEnabled", true),
                site("images are fetched through the network, too", "/properties/outboundVnetRouting/allTraffic", true),
                site("sites scale by what the runtime sees", CONFIG + "functionsRuntimeScaleMonitoringEnabled", true),
                site("sites are asked whether they live", CONFIG + "healthCheckPath", "/q/health/live"),
                Invariant.of(
                        AREA,
                        "sites are in their region's integration subnet",
                        d -> d.each(
                                SITES,
                                COUNT,
                                site -> site.expect(
                                        "/properties/virtualNetworkSubnetId",
                                        d.subnet(site.region(), "integration")
                                                .id()
                                                .path()))),
                Invariant.of(AREA, "no site takes a password", FunctionInvariants::noPasswords),
                Invariant.of(
                        AREA, "no setting holds a secret", d -> d.each(SITES, COUNT, FunctionInvariants::noSecrets)),
                Invariant.of(
                        AREA,
                        "there is no content share",
                        d -> d.each(
                                SITES,
                                COUNT,
                                site -> site.breachUnless(
                                        settings(site).keySet().stream()
                                                .noneMatch(name -> name.startsWith("WEBSITE_CONTENT")),
                                        "has a content share"))),
                Invariant.of(
                        AREA,
                        "what sites push their metrics to is let through at both ends",
                        d -> d.each(SITES, COUNT, site -> pushes(d, site))),
                setting("sites run the custom handler", "FUNCTIONS_WORKER_RUNTIME", "custom"),
                setting("sites run Functions 4", "FUNCTIONS_EXTENSION_VERSION", "~4"),
                setting("storage is reached by identity", "AzureWebJobsStorage__credential", "managedidentity"),
                setting("Service Bus is reached by identity", "ServiceBusConnection__credential", "managedidentity"),
                setting(
                        "the other region's Service Bus is reached by identity",
                        "ServiceBusSecondary__credential",
                        "managedidentity"),
                setting("requests need the host's keys", "SLUICE_AUTH", "host-keys"),
                Invariant.of(
                        AREA,
                        "packages are run from their own storage, by identity",
                        d -> d.each(SITES, COUNT, site -> ownPackage(d, site))),
                Invariant.of(
                        AREA,
                        "instances have bounds",
                        d -> d.each(
                                SITES,
                                COUNT,
                                site -> site.breachUnless(
                                        site.at(CONFIG + "minimumElasticInstanceCount")
                                                                .asInt()
                                                        >= 1
                                                && site.at(CONFIG + "functionAppScaleLimit")
                                                                .asInt()
                                                        >= 1,
                                        "instances are not bounded"))),
                Invariant.of(AREA, "all instances together find a connection", FunctionInvariants::instances),
                Invariant.of(
                        AREA,
                        "plans are Elastic Premium on Linux, in several zones",
                        d -> d.each(
                                "Microsoft.Web/serverfarms",
                                2,
                                plan -> plan.breachUnless(
                                        plan.text("/sku/tier").equals("ElasticPremium")
                                                && plan.at("/properties/reserved")
                                                        .asBoolean()
                                                && plan.at("/properties/zoneRedundant")
                                                        .asBoolean(),
                                        "is " + plan.at("/sku")))),
                Invariant.of(
                        AREA,
                        "every site has a private endpoint in its region",
                        d -> d.each(SITES, COUNT, site -> Endpoints.missing(d, site, List.of("sites")))));
    }

    private static Stream<String> pushes(Deployment deployment, Body site) {
        String url = settings(site).get("SLUICE_METRICS_PUSH_URL");
        if (url == null) {
            return Stream.empty();
        }
        List<String> collector = List.of(URI.create(url).getHost());
        Subnet from = deployment.subnet(site.region(), "integration");
        Subnet to = deployment.subnet(site.region(), "workload");
        boolean passes = deployment.allowed(from, "Outbound").stream()
                        .anyMatch(rule -> ReachInvariants.targetsOf(rule).equals(collector))
                && deployment.allowed(to, "Inbound").stream()
                        .filter(rule -> ReachInvariants.isToCollector(deployment, to, rule))
                        .anyMatch(rule -> ReachInvariants.targetsOf(rule).equals(collector));
        return site.breachUnless(passes, "pushes to " + url + ", which no rule lets through");
    }

    static Map<String, String> settings(Body site) {
        Map<String, String> settings = new TreeMap<>();
        for (JsonNode setting : site.at(CONFIG + "appSettings")) {
            settings.put(setting.path("name").asText(), setting.path("value").asText());
        }
        return settings;
    }

    private static Stream<String> noPasswords(Deployment deployment) {
        return deployment.each(SITES, COUNT, site -> Stream.of("scm", "ftp").flatMap(kind -> {
            boolean refused = deployment
                    .find(site.id() + "/basicPublishingCredentialsPolicies/" + kind)
                    .filter(policy -> policy.text("/properties/allow").equals("false"))
                    .isPresent();
            return site.breachUnless(refused, kind + " takes passwords");
        }));
    }

    private static Stream<String> noSecrets(Body site) {
        return settings(site).entrySet().stream()
                .filter(setting -> {
                    String text = setting.getKey() + "=" + setting.getValue();
                    return text.matches("(?is).*(password|accountkey|sharedaccess|secret|[?&]sig=|pwd=).*")
                            || setting.getKey().equals("AzureWebJobsStorage");
                })
                .flatMap(setting -> site.breachUnless(false, setting.getKey() + " looks like a secret"));
    }

    private static Stream<String> ownPackage(Deployment deployment, Body site) {
        String storage = deployment.of("Microsoft.Storage/storageAccounts").stream()
                .filter(account -> account.region().equals(site.region()))
                .map(Body::name)
                .findFirst()
                .orElse("none");
        Map<String, String> settings = settings(site);
        String identity = settings.getOrDefault("WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID", "none");
        return site.breachUnless(
                settings.getOrDefault("WEBSITE_RUN_FROM_PACKAGE", "")
                                .startsWith("https://" + storage + ".blob.core.windows.net/packages/")
                        && site.at("/identity/userAssignedIdentities").has(identity),
                "runs " + settings.get("WEBSITE_RUN_FROM_PACKAGE") + " as " + identity);
    }

    private static Stream<String> instances(Deployment deployment) {
        List<Body> consumers = deployment.of(SITES).stream()
                .filter(site -> settings(site).containsKey("SLUICE_DATABASE_MAX_INSTANCES"))
                .toList();
        int all = consumers.stream()
                .mapToInt(site -> site.at(CONFIG + "functionAppScaleLimit").asInt())
                .sum();
        return Stream.concat(
                consumers.size() == 2
                        ? Stream.empty()
                        : Stream.of("not every consumer says SLUICE_DATABASE_MAX_INSTANCES"),
                consumers.stream()
                        .flatMap(site -> site.breachUnless(
                                Integer.parseInt(settings(site).get("SLUICE_DATABASE_MAX_INSTANCES")) >= all,
                                "counts on " + settings(site).get("SLUICE_DATABASE_MAX_INSTANCES") + " instances, not "
                                        + all)));
    }

    private static Invariant site(String name, String pointer, Object value) {
        return Invariant.of(AREA, name, d -> d.each(SITES, COUNT, site -> site.expect(pointer, value)));
    }

    private static Invariant setting(String name, String setting, String value) {
        return Invariant.of(
                AREA,
                name,
                d -> d.each(
                        SITES,
                        COUNT,
                        site -> site.breachUnless(
                                value.equals(settings(site).get(setting)),
                                setting + " is " + settings(site).get(setting))));
    }
}
