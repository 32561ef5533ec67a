package dev.sluice.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFolderTest {
    @TempDir
    Path directory;

    @Test
    void theSummaryIsTheReportAndWhatItWasMeasuredOn() throws Exception {
        ReportFolder folder = new ReportFolder(directory.resolve("new"));
        RunFacts facts = RunFacts.now();
        folder.write(Map.of("schema", 1), facts);

        JsonNode summary = new ObjectMapper()
                .readTree(folder.directory().resolve(ReportFolder.SUMMARY).toFile());
        assertThat(summary.path("schema").asInt()).isEqualTo(1);
        assertThat(summary.path("startedAt").asText())
                .isEqualTo(facts.startedAt().toString());
        assertThat(summary.path("machine").path("processors").asInt())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(summary.path("machine").path("memoryBytes").asLong()).isPositive();
        assertThat(summary.path("versions").path("java").asText()).contains(System.getProperty("java.runtime.version"));
    }

    @Test
    void thePageHoldsTheChartsAndTheirLicenceAndNoTextThatEndsItsScript() throws Exception {
        ReportFolder folder = new ReportFolder(directory);
        folder.write(Map.of("scenario", "</script><script>evil()</script>@script@"), RunFacts.now());

        assertThat(directory.resolve(ReportFolder.PAGE))
                .content()
                .contains("uPlot=function", "The MIT License", "\\u003c/script>", "default-src 'none'")
                .doesNotContain("<script>evil", "@summary@");
    }

    @Test
    void aFolderIsWritableIfItIsOneOrCanBeMade() throws Exception {
        assertThat(new ReportFolder(directory).isWritable()).isTrue();
        assertThat(new ReportFolder(directory.resolve("new")).isWritable()).isTrue();
        assertThat(new ReportFolder(directory.resolve("no/new")).isWritable()).isFalse();
        assertThat(new ReportFolder(Files.createFile(directory.resolve("file"))).isWritable())
                .isFalse();
    }
}
