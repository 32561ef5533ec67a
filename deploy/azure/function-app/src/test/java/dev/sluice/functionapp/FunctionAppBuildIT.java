package dev.sluice.functionapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module as Quarkus leaves it, packed. */
class FunctionAppBuildIT {
    @TempDir
    Path module;

    private Path target;

    @BeforeEach
    void module() throws IOException {
        target = Files.createDirectory(module.resolve("target"));
        Path files = Files.createDirectories(module.resolve("src/main/function-app/orders"));
        Files.writeString(files.resolve("function.json"), "{}");
        Files.writeString(files.resolveSibling("host.json"), "{}");
        Files.writeString(files.resolveSibling(".funcignore"), "");
        Files.writeString(files.resolveSibling("local.settings.sample.json"), "{}");
    }

    @Test
    void packsTheJarBuild() throws Exception {
        built("type=jar\npath=quarkus-app/quarkus-run.jar\n");
        jar("quarkus-app/quarkus-run.jar", List.of("META-INF/MANIFEST.MF", "One.class"));
        jar(
                "quarkus-app/lib/signed.jar",
                List.of(
                        "META-INF/MANIFEST.MF",
                        "META-INF/MSFT.SF",
                        "META-INF/MSFT.RSA",
                        "META-INF/services/a",
                        "Two.class"));

        pack();

        assertThat(entries(target.resolve("function-app/app/lib/signed.jar")))
                .containsExactly("META-INF/MANIFEST.MF", "META-INF/services/a", "Two.class");
        assertThat(zipped("orders/function.json")).isEqualTo("rw-r--r--");
        assertThat(zipped("app/quarkus-run.jar")).isEqualTo("rw-r--r--");
        assertThat(zipped(Handler.NAME)).isEqualTo("rwxr-xr-x");
        assertThat(entries(target.resolve("function-app.zip")))
                .doesNotContain(".funcignore", "local.settings.sample.json");
        for (Path file : FileTree.files(target.resolve("function-app"))) {
            assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(FileTree.TIME);
        }
    }

    @Test
    void packsTheBinaryOfANativeBuildEvenIfAnOlderJarIsThere() throws Exception {
        built("type=native\npath=service-runner\n");
        Files.writeString(target.resolve("service-runner"), "binary");
        jar("quarkus-app/quarkus-run.jar", List.of("One.class"));

        pack();

        assertThat(target.resolve("function-app").resolve(Handler.NAME))
                .hasContent("binary")
                .isExecutable();
        assertThat(target.resolve("function-app/app")).doesNotExist();
        assertThat(zipped(Handler.NAME)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void leavesNothingOfAnEarlierBuildWhereThereIsNothingToPack() throws Exception {
        Files.createDirectory(target.resolve("function-app"));
        Files.writeString(target.resolve("function-app.zip"), "old");
        built("type=native-sources\npath=native-sources\n");

        pack();

        assertThat(target.resolve("function-app")).doesNotExist();
        assertThat(target.resolve("function-app.zip")).doesNotExist();
    }

    private void pack() throws Exception {
        FunctionAppBuild.main(new String[] {module.toString()});
    }

    private void built(String artifact) throws IOException {
        Files.writeString(target.resolve("quarkus-artifact.properties"), artifact);
    }

    private void jar(String name, List<String> entries) throws IOException {
        Path jar = target.resolve(name);
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (String entry : entries) {
                out.putNextEntry(new ZipEntry(entry));
            }
        }
    }

    private static List<String> entries(Path zip) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        }
    }

    private String zipped(String name) throws IOException {
        URI zip = URI.create("jar:" + target.resolve("function-app.zip").toUri());
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", "true"))) {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(files.getPath(name)));
        }
    }
}
