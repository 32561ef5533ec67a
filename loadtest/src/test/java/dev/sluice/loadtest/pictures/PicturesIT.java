package dev.sluice.loadtest.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.report.ReportFolder;
import dev.sluice.loadtest.report.RunFacts;
import dev.sluice.stack.ledger.Verdict;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PicturesIT {
    private static final Verdict VERDICT =
            new Verdict(1, 1, 0, 0, 0, 0, 0, 0, Duration.ofSeconds(1), new Verdict.Latency(1, 1));

    /** What the page says of the outcome is on this. */
    private static final int GREEN = 0xff1a7f37;

    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void everyChartIsAPictureOfItsOwn() throws Exception {
        dev.sluice.testkit.Chromium.require();
        Path report = directory.resolve("report");
        List<Map<String, Object>> points = List.of(
                Map.of("seconds", 1.0, "throughput", 20.0),
                Map.of("seconds", 2.0, "throughput", 40.0),
                Map.of("instances", 1, "throughput", 20.0),
                Map.of("instances", 8, "throughput", 40.0));
        new ReportFolder(report)
                .write(new Report("scale", "short", VERDICT, Map.of(), points, List.of()).document(), RunFacts.now());
        Path docs = directory.resolve("docs");
        assertThat(execute(report.toString(), "--to", docs.toString()))
                .as(err.toString())
                .isZero();
        try (Stream<Path> pictures = Files.list(docs)) {
            assertThat(pictures)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("scale-throughput.png", "scale-scaling.png");
        }
        BufferedImage one = ImageIO.read(docs.resolve("scale-scaling.png").toFile());
        BufferedImage other = ImageIO.read(docs.resolve("scale-throughput.png").toFile());
        assertThat(coloured(one)).as("a curve").isGreaterThan(200);
        assertThat(pixels(one)).as("the outcome is not the chart's").doesNotContain(GREEN);
        assertThat(pixels(one)).as("each its own").isNotEqualTo(pixels(other));
    }

    @Test
    void whatIsNoReportIsAUsageError() {
        assertThat(execute(directory.toString(), "--to", directory.toString())).isEqualTo(2);
        assertThat(execute(directory.toString())).isEqualTo(2);
        assertThat(err).asString().contains("expected a folder with a report", "--to");
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static long coloured(BufferedImage image) {
        long coloured = 0;
        for (int pixel : pixels(image)) {
            int red = pixel >> 16 & 255;
            int green = pixel >> 8 & 255;
            int blue = pixel & 255;
            int span = Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
            coloured += span > 60 ? 1 : 0;
        }
        return coloured;
    }

    private int execute(String... arguments) {
        return new CommandLine(new PicturesCommand())
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
