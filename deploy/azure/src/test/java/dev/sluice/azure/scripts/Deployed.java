package dev.sluice.azure.scripts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import com.github.f4b6a3.uuid.enums.UuidNamespace;
import dev.sluice.azure.arm.ArmStandIn;
import dev.sluice.azure.arm.Exchange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A stand-in that holds the whole deployment already, and az signed in to it.
 *
 * @param arm the stand-in
 * @param az the real az
 */
public record Deployed(ArmStandIn arm, AzureCli az) implements AutoCloseable {
    private static final String IDENTITIES = "/userAssignedIdentities/";

    /** Loads what the dry run prints, with the identities' ids that the stand-in gives. */
    public static Deployed start(Path directory) throws IOException, InterruptedException {
        ArmStandIn arm = ArmStandIn.start(directory);
        List<Exchange> puts = Baseline.all().stream()
                .filter(exchange -> exchange.method().equals("PUT"))
                .toList();
        List<Exchange> groups =
                puts.stream().filter(put -> !put.path().contains("/providers/")).toList();
        List<Exchange> identities =
                puts.stream().filter(put -> put.path().contains(IDENTITIES)).toList();
        arm.load(groups);
        arm.load(identities);
        List<Exchange> rest = new ArrayList<>(puts);
        rest.removeAll(groups);
        rest.removeAll(identities);
        arm.load(withIds(rest, identities, arm.resources()));
        return new Deployed(arm, AzureCli.signIn(arm, directory.resolve("azure")));
    }

    private static List<Exchange> withIds(
            List<Exchange> puts, List<Exchange> identities, Map<String, JsonNode> resources) throws IOException {
        List<Exchange> result = new ArrayList<>();
        for (Exchange put : puts) {
            String text = put.body().toString();
            for (Exchange identity : identities) {
                JsonNode given = resources.get(identity.path().toLowerCase()).path("properties");
                text = text.replace(
                                madeUp(identity, "principal"),
                                given.path("principalId").asText())
                        .replace(
                                madeUp(identity, "client"),
                                given.path("clientId").asText());
            }
            result.add(new Exchange(
                    put.method(), put.path(), put.query(), put.version(), new ObjectMapper().readTree(text)));
        }
        return result;
    }

    /** The dry run's id: a name-based UUID. */
    private static String madeUp(Exchange identity, String what) {
        return UuidCreator.getNameBasedSha1(UuidNamespace.NAMESPACE_URL, identity.path() + " " + what)
                .toString();
    }

    /** Runs a script to its end. */
    public ScriptRun.Result run(String name, String... arguments) throws IOException, InterruptedException {
        try (ScriptRun run = ScriptRun.start(Scripts.own(), az.environment(), name, arguments)) {
            return run.end();
        }
    }

    /** Full id of a resource: of the group whose name ends so, then type and name. */
    public static String id(String group, String rest) {
        return "/subscriptions/" + ArmStandIn.SUBSCRIPTION + "/resourceGroups/sluice-" + group + "/providers/" + rest;
    }

    @Override
    public void close() {
        arm.close();
    }
}
