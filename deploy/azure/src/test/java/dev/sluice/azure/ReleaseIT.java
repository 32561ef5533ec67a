package dev.sluice.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.azure.scripts.Deployed;
import dev.sluice.azure.scripts.ScriptRun;
import dev.sluice.azure.scripts.Scripts;
import dev.sluice.azure.scripts.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which packages {@code release.sh} takes, and what it does with one that it takes. */
class ReleaseIT {
    @TempDir
    Path directory;

    @BeforeEach
    void tools() {
        Tools.require("jq", "unzip", "readelf");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -",
                "/lib64/ld-linux-x86-64.so.2, GLIBC_2.31, -",
                "/lib64/ld-linux-x86-64.so.2, GLIBC_2.4, -"
            })
    void takesABinaryThatEveryHostCanRun(String interpreter, String glibc, String ignored) throws Exception {
        ScriptRun.Result result = check(new FunctionPackage(directory)
                .handler(ElfFile.of(0x3e, interpreter, glibc))
                .zip());
        assertThat(result.code()).as(result.errors()).isZero();
        assertThat(result.output()).matches("[0-9a-f]{64}\n");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "62 | /lib64/ld-linux-x86-64.so.2 | GLIBC_2.32 | needs glibc 2.32, but hosts may have 2.31",
                "62 | /lib64/ld-linux-x86-64.so.2 | GLIBC_2.100 | needs glibc 2.100",
                "62 | /lib/ld-musl-x86_64.so.1 | - | wants /lib/ld-musl-x86_64.so.1, which the host has not",
                "183 | - | - | is not for x86-64",
            })
    void refusesABinaryThatSomeHostCannotRun(int machine, String interpreter, String glibc, String why)
            throws Exception {
        refused(
                new FunctionPackage(directory)
                        .handler(ElfFile.of(machine, interpreter, glibc))
                        .zip(),
                why);
    }

    @Test
    void refusesWhatIsNoPackage() throws Exception {
        byte[] good = ElfFile.of(0x3e, null, null);
        refused(
                new FunctionPackage(directory)
                        .handler("#!/bin/sh\nexec java\n".getBytes())
                        .zip(),
                "is not a Linux binary, and there is no Java on the custom runtime");
        refused(new FunctionPackage(directory).zip(), "has no handler");
        refused(new FunctionPackage(directory).handler(good).host("{}").zip(), "does not start the custom handler");
        refused(new FunctionPackage(directory).handler(good).host(null).zip(), "has no host.json");
        refused(new FunctionPackage(directory).handler(good).mode("rw-r--r--").zip(), "has mode -rw-r--r--");
        Path broken = directory.resolve("broken.zip");
        Files.writeString(broken, "no zip");
        refused(broken, "is not a whole zip file");
    }

    @Test
    void putsTheVeryFileOnBothRegionsSites() throws Exception {
        Tools.require("az");
        Path zip = new FunctionPackage(directory)
                .handler(ElfFile.of(0x3e, null, null))
                .zip();
        try (Deployed deployed = Deployed.start(Files.createDirectory(directory.resolve("arm")))) {
            ScriptRun.Result result = deployed.run("release.sh", "producer", "--zip", zip.toString());
            assertThat(result.code()).as(result.errors()).isZero();
            List<String> posts = new ArrayList<>();
            deployed.arm().exchanges().stream()
                    .filter(exchange -> exchange.method().equals("POST"))
                    .forEach(exchange -> posts.add(exchange.path().replaceAll(".*/sites/", "")));
            assertThat(posts)
                    .containsExactly(
                            "sluice-producer-eastus2/restart",
                            "sluice-producer-eastus2/syncfunctiontriggers",
                            "sluice-producer-centralus/restart",
                            "sluice-producer-centralus/syncfunctiontriggers");
            assertThat(deployed.arm().refused()).isEmpty();
        }
    }

    private void refused(Path zip, String why) throws Exception {
        ScriptRun.Result result = check(zip);
        assertThat(result.errors()).contains(why);
        assertThat(result.errors()).contains("-Dnative");
        assertThat(result.code()).isEqualTo(1);
    }

    private static ScriptRun.Result check(Path zip) throws IOException, InterruptedException {
        try (ScriptRun run = ScriptRun.start(
                Scripts.own(), Map.of(), "release.sh", "producer", "--zip", zip.toString(), "--check")) {
            return run.end();
        }
    }
}
