package dev.sluice.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.azure.scripts.ScriptRun;
import dev.sluice.azure.scripts.Scripts;
import dev.sluice.azure.scripts.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code deploy.sh} says of parameters that are wrong: which and why, with exit code 2, before the first call. */
class ParametersIT {
    @TempDir
    Path directory;

    @BeforeAll
    static void tools() {
        Tools.require("jq");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PRIMARY_SPOKE_SPACE=10.1.4.0/22 | PRIMARY_SPOKE_SPACE=10.1.5.0/22 | PRIMARY_SPOKE_SPACE: '10.1.5.0/22' is misaligned: the prefix that it lies in is 10.1.4.0/22",
                "SECONDARY_HUB_SPACE=10.2.0.0/22 | SECONDARY_HUB_SPACE=10.0.0.0/8 | SECONDARY_HUB_SPACE: 10.0.0.0/8 overlaps with PRIMARY_HUB_SPACE, 10.1.0.0/22",
                "PRIMARY_DNS_SUBNET=10.1.1.0/27 | PRIMARY_DNS_SUBNET=10.1.1.32/27 | PRIMARY_AGENT_SUBNET: 10.1.1.32/27 overlaps with PRIMARY_DNS_SUBNET, 10.1.1.32/27",
                "PRIMARY_WORKLOAD_SUBNET=10.1.4.0/24 | PRIMARY_WORKLOAD_SUBNET=10.9.4.0/24 | PRIMARY_WORKLOAD_SUBNET: 10.9.4.0/24 is not in PRIMARY_SPOKE_SPACE, 10.1.4.0/22",
                "PRIMARY_INTEGRATION_SUBNET=10.1.6.0/26 | PRIMARY_INTEGRATION_SUBNET=10.1.6.0/27 | PRIMARY_INTEGRATION_SUBNET: 10.1.6.0/27 is smaller than a /26",
                "PRIMARY_FIREWALL_SUBNET=10.1.0.0/26 | PRIMARY_FIREWALL_SUBNET=10.1.0.0/27 | PRIMARY_FIREWALL_SUBNET: 10.1.0.0/27 is smaller than a /26: Azure Firewall needs that much",
                "PRIMARY_HUB_SPACE=10.1.0.0/22 | PRIMARY_HUB_SPACE=10.1.0.0/33 | PRIMARY_HUB_SPACE: '10.1.0.0/33' is not a prefix",
                "PRIMARY_HUB_SPACE=10.1.0.0/22 | PRIMARY_HUB_SPACE=10.1.256.0/22 | PRIMARY_HUB_SPACE: '10.1.256.0/22' is not a prefix",
                "PRIMARY_HUB_SPACE=10.1.0.0/22 | PRIMARY_HUB_SPACE=10.01.0.0/22 | PRIMARY_HUB_SPACE: '10.01.0.0/22' is not a prefix",
                "ONPREMISES_SPACES=\"192.168.0.0/16\" | ONPREMISES_SPACES=\"10.0.0.0/8\" | ONPREMISES_SPACES: 10.0.0.0/8 overlaps with PRIMARY_HUB_SPACE",
                "ONPREMISES_SPACES=\"192.168.0.0/16\" | ONPREMISES_SPACES=\"168.63.0.0/16\" | ONPREMISES_SPACES: holds 168.63.129.16, which is Azure's name server",
                "PRIMARY_NAMESPACE=sluice-orders-eastus2 | PRIMARY_NAMESPACE=orders-sb | PRIMARY_NAMESPACE: must not end with -sb or -mgmt",
                "PRIMARY_NAMESPACE=sluice-orders-eastus2 | PRIMARY_NAMESPACE=short | PRIMARY_NAMESPACE: 'short' is refused by Azure",
                "SECONDARY_NAMESPACE=sluice-orders-centralus | SECONDARY_NAMESPACE=sluice-orders-eastus2 | SECONDARY_NAMESPACE: is the same as PRIMARY_NAMESPACE",
                "PRIMARY_STORAGE=sluiceordersue2 | PRIMARY_STORAGE=sluice-orders | PRIMARY_STORAGE: 'sluice-orders' is refused by Azure: a storage account has 3 to 24 of a-z and 0-9",
                "PRIMARY_DATABASE=sluice-orders-db-eastus2 | PRIMARY_DATABASE=-db | PRIMARY_DATABASE: '-db' is refused by Azure",
                "DEPLOYMENT=sluice | DEPLOYMENT=Sluice | DEPLOYMENT: 'Sluice' must be",
                "DEPLOYMENT=sluice | DEPLOYMENT= | DEPLOYMENT: has no value",
                "SECONDARY_REGION=centralus | SECONDARY_REGION=eastus2 | SECONDARY_REGION: is the primary region, too",
                "PLAN_SKU=EP1 | PLAN_SKU=P1v2 | PLAN_SKU: 'P1v2' is none of EP1 EP2 EP3",
                "SERVICEBUS_CAPACITY=1 | SERVICEBUS_CAPACITY=3 | SERVICEBUS_CAPACITY: '3' is none of 1 2 4 8 16",
                "SERVICEBUS_CAPACITY=1 | SERVICEBUS_CAPACITY=8 | SERVICEBUS_CAPACITY_MAX: is less than SERVICEBUS_CAPACITY",
                "SITE_MAX_INSTANCES=8 | SITE_MAX_INSTANCES=20 | DATABASE_MAX_CONNECTIONS: is too low: 2 regions × 20 instances × (16 + 2) + 20 = 740",
                "ALLOW_AGENT=\"login.microsoftonline.com\" | ALLOW_AGENT=\"https://login\" | ALLOW_AGENT: 'https://login' is not a host name",
                "PACKAGES_URL=https:// | PACKAGES_URL=http:// | PACKAGES_URL: 'http://packages.example.com/sluice' is not https://host/path",
                "PRIMARY_COLLECTOR= | PRIMARY_COLLECTOR=collector | PRIMARY_COLLECTOR: 'collector' is not an address",
                "PRIMARY_COLLECTOR= | PRIMARY_COLLECTOR=10.1.6.10 | PRIMARY_COLLECTOR: 10.1.6.10 is none of PRIMARY_WORKLOAD_SUBNET, 10.1.4.0/24",
                "SECONDARY_COLLECTOR= | SECONDARY_COLLECTOR=10.2.4.3 | SECONDARY_COLLECTOR: 10.2.4.3 is none of SECONDARY_WORKLOAD_SUBNET, 10.2.4.0/24",
                "PLAN_SKU=EP1 | PLAN_SKU=$(date) | is not NAME=value: PLAN_SKU=$(date)",
                "PLAN_SKU=EP1 | PLAN_SKU=EP1;date | is not NAME=value: PLAN_SKU=EP1;date",
                "PLAN_SKU=EP1 | PLAN_SIZE=EP1 | PLAN_SIZE: line",
                "PLAN_SKU=EP1 | PLAN_SKU=EP1\\nPLAN_SKU=EP2 | it is set twice",
            })
    void refuses(String before, String after, String complaint) throws Exception {
        ScriptRun.Result result = run(before, after.replace("\\n", "\n"));
        assertThat(result.errors()).contains(complaint);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output()).isEmpty();
    }

    @Test
    void namesEveryBreachAtOnce() throws Exception {
        ScriptRun.Result result = run("PLAN_SKU=EP1", "PLAN_SKU=P1\nFIREWALL_SIZE=1");
        assertThat(result.errors()).contains("FIREWALL_SIZE");
        result = run("10.1.4.0/22", "10.1.5.0/22");
        assertThat(result.errors().lines().filter(line -> line.startsWith("  ")))
                .isNotEmpty();
    }

    @Test
    void takesOthersThatAreRight() throws Exception {
        ScriptRun.Result result = run("DEPLOYMENT=sluice", "DEPLOYMENT=other", "--step", "groups");
        assertThat(result.code()).as(result.errors()).isZero();
        assertThat(result.output()).contains("/resourceGroups/other-network-eastus2");
    }

    @Test
    void saysThatThereIsNoSuchFile() throws Exception {
        try (ScriptRun run = ScriptRun.start(
                Scripts.own(), Map.of(), "deploy.sh", "--dry-run", "--parameters", "/nowhere/parameters.env")) {
            ScriptRun.Result result = run.end();
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.errors()).contains("/nowhere/parameters.env: there is no such file");
        }
    }

    @ParameterizedTest
    @CsvSource({"--region westus", "--step nothing", "--what", "--region"})
    void refusesOptionsThatItDoesNotKnow(String options) throws Exception {
        try (ScriptRun run =
                ScriptRun.start(Scripts.own(), Map.of(), "deploy.sh", ("--dry-run " + options).split(" "))) {
            assertThat(run.end().code()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"deploy.sh", "verify.sh", "failover.sh", "failback.sh", "release.sh", "destroy.sh"})
    void helps(String script) throws Exception {
        try (ScriptRun run = ScriptRun.start(Scripts.own(), Map.of(), script, "--help")) {
            ScriptRun.Result result = run.end();
            assertThat(result.code()).isZero();
            assertThat(result.output()).contains(script).contains("Exit codes:");
        }
    }

    private ScriptRun.Result run(String before, String after, String... options) throws Exception {
        String parameters = Files.readString(Scripts.own().file("parameters.env"));
        assertThat(parameters).contains(before);
        Path file = directory.resolve("parameters.env");
        Files.writeString(
                file,
                parameters.replaceFirst(
                        java.util.regex.Pattern.quote(before), java.util.regex.Matcher.quoteReplacement(after)));
        String[] arguments = new String[options.length + 1];
        arguments[0] = "--dry-run";
        System.arraycopy(options, 0, arguments, 1, options.length);
        try (ScriptRun run =
                ScriptRun.start(Scripts.own(), Map.of("SLUICE_PARAMETERS", file.toString()), "deploy.sh", arguments)) {
            return run.end();
        }
    }
}
