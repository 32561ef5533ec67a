package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that behave badly; each is a Java source file that the child JVM runs. */
class ChildProcessIT {
    private static final URI NOBODY = URI.create("http://127.0.0.1:9/");

    @TempDir
    Path directory;

    @Test
    void oneThatDiesWhileItStartsIsNoticedAtOnceWithItsLastWords() throws Exception {
        ChildProcess child = run("System.err.println(\"no such database\"); System.exit(7);");
        assertThatThrownBy(() -> new Readiness(Duration.ofMinutes(5)).await(child, NOBODY))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("child ended with code 7")
                .hasMessageContaining("no such database");
        assertThat(child.endedByItself().get(5, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void oneThatNeverGetsReadyIsGivenUpWithItsLog() throws Exception {
        ChildProcess child = run("System.out.println(\"thinking\"); Thread.sleep(600_000);");
        try {
            assertThatThrownBy(() -> new Readiness(Duration.ofSeconds(3)).await(child, NOBODY))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("child was not ready within 3 s")
                    .hasMessageContaining("thinking");
        } finally {
            child.kill();
        }
        assertThat(child.isAlive()).isFalse();
        assertThat(child.endedByItself()).isNotDone();
    }

    @Test
    void oneThatIgnoresItsStopIsKilled() throws Exception {
        ChildProcess child = run("Runtime.getRuntime().addShutdownHook(new Thread(() -> {"
                + " try { Thread.sleep(600_000); } catch (InterruptedException e) { } }));"
                + " System.out.println(\"up\"); Thread.sleep(600_000);");
        await().atMost(Duration.ofSeconds(30)).until(() -> child.endOfLog().contains("up"));
        child.terminate();
        child.awaitEndOrKill(Duration.ofMillis(500));
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void getsItsSettingsByEnvironmentAndNotByArguments() throws Exception {
        ChildProcess child = run("System.out.println(\"got \" + System.getenv(\"SLUICE_SECRET\"));");
        await().atMost(Duration.ofSeconds(30)).until(() -> child.endOfLog().contains("got s3cret"));
        assertThat(ProcessHandle.of(child.pid())
                        .flatMap(handle -> handle.info().commandLine())
                        .orElse(""))
                .doesNotContain("s3cret");
    }

    private ChildProcess run(String statements) throws Exception {
        Path source = directory.resolve("Child.java");
        Files.writeString(
                source, "class Child { public static void main(String[] a) throws Exception { " + statements + " } }");
        return ChildProcess.java(
                "child", List.of(source.toString()), Map.of("SLUICE_SECRET", "s3cret"), directory.resolve("logs"));
    }
}
