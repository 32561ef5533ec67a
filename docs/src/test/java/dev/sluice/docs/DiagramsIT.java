package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pictures are those of the sources; {@code -Dsluice.redraw} draws them all anew before that is looked at. */
class DiagramsIT {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final String HOW = "mvn verify -pl docs -Dsluice.redraw";
    private static final Pattern EMBEDDED = Pattern.compile("!\\[[^\\]]{20,}\\]\\(([^)]+\\.svg)\\)");
    private static final Pattern TEXT = Pattern.compile("<text[^>]*>([^<]*)</text>");

    @BeforeAll
    static void redraw() throws IOException {
        if (System.getProperty("sluice.redraw") != null) {
            for (Diagram diagram : Diagram.all()) {
                Files.writeString(diagram.picture(), diagram.draw());
            }
        }
    }

    static List<Diagram> diagrams() throws IOException {
        return Diagram.all();
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void thePictureWasDrawnFromTheSource(Diagram diagram) throws IOException {
        assertThat(diagram.picture()).as(HOW).exists();
        assertThat(diagram.fingerprintOfPicture())
                .as("%s is older than its source: %s", diagram.picture(), HOW)
                .isEqualTo(diagram.fingerprintOfSource());
    }

    @ParameterizedTest
    @MethodSource("diagrams")
    void drawnAgainItSaysTheSame(Diagram diagram) throws IOException {
        requireFonts();
        assertThat(texts(Files.readString(diagram.picture())))
                .containsExactlyInAnyOrderElementsOf(texts(diagram.draw()))
                .isNotEmpty();
    }

    /** Else dark lines would stand on a dark page. */
    @ParameterizedTest
    @MethodSource("diagrams")
    void thePictureBringsItsBackground(Diagram diagram) throws IOException {
        assertThat(Files.readString(diagram.picture())).containsPattern("<svg [^>]*style=\"[^\"]*background:#FFFFFF");
    }

    @Test
    void everyPictureIsShownOnceAndThereAreNoOthers() throws IOException {
        List<Path> shown = new ArrayList<>();
        for (Path document : documents()) {
            String text = Files.readString(document);
            assertThat(text).as("%s: diagrams are in docs/diagrams", document).doesNotContain("```mermaid");
            EMBEDDED.matcher(text)
                    .results()
                    .map((MatchResult match) ->
                            document.resolveSibling(match.group(1)).normalize())
                    .forEach(shown::add);
        }
        try (Stream<Path> files = Files.list(Diagram.FOLDER)) {
            assertThat(files.filter(file -> file.toString().endsWith(".svg")).map(DiagramsIT::absolute))
                    .containsExactlyInAnyOrderElementsOf(shown)
                    .containsExactlyInAnyOrderElementsOf(Diagram.all().stream()
                            .map(Diagram::picture)
                            .map(DiagramsIT::absolute)
                            .toList());
        }
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.find(
                PROJECT,
                Integer.MAX_VALUE,
                (file, attributes) -> file.toString().endsWith(".md") && !isBuilt(PROJECT.relativize(file)))) {
            return files.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isBuilt(Path file) {
        return Stream.of("target", "node_modules", ".git")
                .anyMatch(name -> Stream.of(file.toString().split("/")).anyMatch(name::equals));
    }

    private static List<String> texts(String svg) {
        return TEXT.matcher(svg).results().map(match -> match.group(1)).toList();
    }

    /** Without any, Java can't tell how long a text is. */
    private static void requireFonts() {
        boolean found;
        try {
            found = GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts().length > 0;
        } catch (LinkageError | InternalError e) {
            found = false;
        }
        if ("all".equals(System.getProperty("sluice.require"))) {
            assertThat(found).as("fonts are installed").isTrue();
        } else {
            assumeTrue(found, "no fonts are installed: apt-get install fonts-dejavu-core");
        }
    }
}
