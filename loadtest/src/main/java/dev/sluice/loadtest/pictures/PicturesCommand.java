package dev.sluice.loadtest.pictures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.loadtest.CommonOptions;
import dev.sluice.loadtest.report.ReportFolder;
import dev.sluice.loadtest.report.Scratch;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pictures}. */
@Command(
        name = "pictures",
        description = "Makes a PNG of each chart of reports, by Chromium without a window.",
        sortOptions = false)
public final class PicturesCommand implements Callable<Integer> {
    private static final Pattern CHART = Pattern.compile("data-chart=\"([A-Za-z ]+)\"");

    /** As wide as a chart, and high enough for its title and its legend. */
    private static final int WIDTH = 960;

    private static final int HEIGHT = 440;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private CommonOptions common;

    @Parameters(arity = "1..*", paramLabel = "REPORT", description = "A folder that --report has written.")
    private List<Path> reports;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "Where the pictures go; those of an earlier run are replaced.")
    private Path folder;

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (Path report : reports) {
            if (!Files.isRegularFile(report.resolve(ReportFolder.PAGE))
                    || !Files.isRegularFile(report.resolve(ReportFolder.SUMMARY))) {
                throw common.usage(report + ": expected a folder with a report, as --report writes it");
            }
        }
        Path scratch = Files.createTempDirectory("sluice-pictures");
        try {
            Chromium browser =
                    Chromium.find(scratch).orElseThrow(() -> common.usage("there is no chromium on the PATH"));
            Files.createDirectories(folder);
            for (Path report : reports) {
                draw(report, browser);
            }
        } finally {
            Scratch.delete(scratch);
        }
        return 0;
    }

    private void draw(Path report, Chromium browser) throws IOException, InterruptedException {
        JsonNode summary = JSON.readTree(report.resolve(ReportFolder.SUMMARY).toFile());
        String experiment = summary.path("experiment").asText();
        if (!experiment.matches("[a-z]+")) {
            throw common.usage(report + ": expected the report of an experiment");
        }
        URI page = report.resolve(ReportFolder.PAGE).toAbsolutePath().toUri();
        Matcher charts = CHART.matcher(browser.document(page));
        while (charts.find()) {
            String chart = charts.group(1);
            Path picture = folder.resolve(
                    experiment + "-" + chart.toLowerCase(Locale.ROOT).replace(' ', '-') + ".png");
            String only = URLEncoder.encode(chart, StandardCharsets.UTF_8).replace("+", "%20");
            browser.picture(URI.create(page + "#" + only), WIDTH, HEIGHT, picture);
            common.out().println(picture);
        }
    }
}
