package dev.sluice.azure.scripts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.azure.arm.ArmStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The real az, signed in to a stand-in, in a configuration directory of its own. */
public final class AzureCli {
    private static final String CLOUD = "SluiceStandIn";
    private static final String APPLICATION = "00000000-0000-0000-0000-00000000aaaa";

    private final Map<String, String> environment = new LinkedHashMap<>();

    private AzureCli(ArmStandIn arm, Path directory) {
        environment.put("AZURE_CONFIG_DIR", directory.toString());
        environment.put("AZURE_CORE_COLLECT_TELEMETRY", "no");
        environment.put("AZURE_CORE_ONLY_SHOW_ERRORS", "yes");
        environment.put("AZURE_CORE_NO_COLOR", "yes");
        environment.put("AZURE_EXTENSION_USE_DYNAMIC_INSTALL", "no");
        environment.put("REQUESTS_CA_BUNDLE", arm.certificate().toString());
        environment.put("NO_PROXY", "localhost,127.0.0.1");
        environment.put("no_proxy", "localhost,127.0.0.1");
    }

    /** Registers the stand-in as a cloud and signs in to it. */
    public static AzureCli signIn(ArmStandIn arm, Path directory) throws IOException, InterruptedException {
        AzureCli cli = new AzureCli(arm, Files.createDirectories(directory));
        cli.az("cloud", "register", "--name", CLOUD, "--cloud-config", cloud(arm.address()));
        cli.az("cloud", "set", "--name", CLOUD);
        cli.az("login", "--service-principal", "-u", APPLICATION, "-p", "x", "--tenant", ArmStandIn.TENANT);
        return cli;
    }

    /** What a script that calls az is started with. It never waits between two looks. */
    public Map<String, String> environment() {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("SLUICE_POLL_SECONDS", "0");
        return all;
    }

    /** Runs az; returns what it printed. */
    public String az(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("az"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    private static String cloud(String address) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.putObject("endpoints")
                .put("management", address)
                .put("resourceManager", address)
                .put("sqlManagement", address)
                .put("batchResourceId", address)
                .put("gallery", address)
                .put("activeDirectory", address + "/adfs")
                .put("activeDirectoryResourceId", address)
                .put("activeDirectoryGraphResourceId", address)
                .put("microsoftGraphResourceId", address);
        config.putObject("suffixes").put("storageEndpoint", "core.windows.net");
        return config.toString();
    }
}
