package dev.sluice.loadtest.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.stack.command.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A folder with the report of one run: {@value #SUMMARY} for programs, {@value #PAGE} for people.
 *
 * @param directory where; made when the report is written
 */
public record ReportFolder(Path directory) {
    /** The name of the JSON document. */
    public static final String SUMMARY = "summary.json";

    /** The name of the page. */
    public static final String PAGE = "index.html";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whether a report can be written there, as far as can be told before the run. */
    public boolean isWritable() {
        if (Files.exists(directory)) {
            return Files.isDirectory(directory) && Files.isWritable(directory);
        }
        Path parent = directory.toAbsolutePath().getParent();
        return parent != null && Files.isWritable(parent);
    }

    /**
     * Writes both files; replaced if they exist.
     *
     * @param report the document of {@code --json}
     * @param facts what it was measured on
     */
    public void write(Map<String, Object> report, RunFacts facts) throws IOException {
        Map<String, Object> summary = new LinkedHashMap<>(report);
        summary.put("startedAt", facts.startedAt().toString());
        summary.put("machine", facts.machine());
        summary.put("versions", facts.versions());
        Files.createDirectories(directory);
        WholeFile.write(
                directory.resolve(SUMMARY),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(summary));
        String page = ChartPage.of(ReportFolder.class, JSON.writeValueAsString(summary));
        WholeFile.write(directory.resolve(PAGE), page.getBytes(StandardCharsets.UTF_8));
    }
}
