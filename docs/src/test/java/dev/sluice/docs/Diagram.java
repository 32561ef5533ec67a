package dev.sluice.docs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.sourceforge.plantuml.FileFormat;
import net.sourceforge.plantuml.FileFormatOption;
import net.sourceforge.plantuml.SourceStringReader;
import net.sourceforge.plantuml.core.DiagramDescription;
import net.sourceforge.plantuml.error.PSystemError;
import net.sourceforge.plantuml.preproc.Defines;

/**
 * A diagram: a text in PlantUML's language, and the picture beside it that was drawn from it. How long a text is depends on the
 * machine's fonts, so that the same source does not give the same picture everywhere; the picture therefore carries its
 * source's fingerprint.
 *
 * @param name of both files, without their ending
 */
record Diagram(String name) {
    /** Sources and pictures. */
    static final Path FOLDER = Path.of("diagrams");

    private static final String STYLE = "style";
    private static final String SOURCE_ENDING = ".puml";
    private static final Pattern FINGERPRINT = Pattern.compile("<!-- source: sha256 ([0-9a-f]{64}) -->");

    /** All that have a source. */
    static List<Diagram> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SOURCE_ENDING) && !name.equals(STYLE + SOURCE_ENDING))
                    .map(name -> new Diagram(name.substring(0, name.length() - SOURCE_ENDING.length())))
                    .sorted((one, other) -> one.name.compareTo(other.name))
                    .toList();
        }
    }

    /** Where the picture is. */
    Path picture() {
        return FOLDER.resolve(name + ".svg");
    }

    /** The fingerprint that the picture carries; empty if it carries none. */
    String fingerprintOfPicture() throws IOException {
        Matcher fingerprint = FINGERPRINT.matcher(Files.readString(picture()));
        return fingerprint.find() ? fingerprint.group(1) : "";
    }

    /** SHA-256 of style and source. */
    String fingerprintOfSource() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest((read(STYLE) + read(name)).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Draws it. */
    String draw() throws IOException {
        SourceStringReader reader = new SourceStringReader(
                Defines.createEmpty(), read(name), read(STYLE).lines().toList());
        if (reader.getBlocks().get(0).getDiagram() instanceof PSystemError error) {
            throw new IllegalStateException(name + SOURCE_ENDING + ": " + error.getDescription());
        }
        ByteArrayOutputStream svg = new ByteArrayOutputStream();
        DiagramDescription drawn = reader.outputImage(svg, new FileFormatOption(FileFormat.SVG, false));
        if (drawn == null) {
            throw new IllegalStateException(name + SOURCE_ENDING + " holds no diagram");
        }
        return svg.toString(StandardCharsets.UTF_8).strip() + "\n<!-- source: sha256 " + fingerprintOfSource()
                + " -->\n";
    }

    @Override
    public String toString() {
        return name;
    }

    private static String read(String name) {
        try {
            return Files.readString(FOLDER.resolve(name + SOURCE_ENDING));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
