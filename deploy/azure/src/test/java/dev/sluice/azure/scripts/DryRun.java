package dev.sluice.azure.scripts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.azure.arm.Exchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code deploy.sh --dry-run} would send. */
public final class DryRun {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DryRun() {}

    /** Runs it; throws where it fails. */
    public static List<Exchange> of(Scripts scripts, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--dry-run");
        try (ScriptRun run = ScriptRun.start(scripts, Map.of(), "deploy.sh", all.toArray(String[]::new))) {
            ScriptRun.Result result = run.end();
            if (result.code() != 0) {
                throw new IOException("deploy.sh --dry-run ended with " + result.code() + ":\n" + result.errors());
            }
            List<Exchange> exchanges = new ArrayList<>();
            for (String line : result.output().lines().toList()) {
                JsonNode request = JSON.readTree(line);
                exchanges.add(new Exchange(
                        request.path("method").asText(),
                        request.path("url").asText(),
                        "",
                        request.path("apiVersion").asText(),
                        request.path("body")));
            }
            return exchanges;
        }
    }
}
