package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectHomeTest {
    @Test
    void isTheNearestDirectoryAboveThatHoldsTheProject(@TempDir Path directory) throws Exception {
        Path script = directory.resolve("deploy/local/run.sh");
        Path start = directory.resolve("deploy/local/stack/target");
        Files.createDirectories(start);
        Files.createFile(script);
        assertThat(ProjectHome.above(start).directory()).isEqualTo(directory);
        assertThat(ProjectHome.above(directory).directory()).isEqualTo(directory);
    }

    @Test
    void saysWhatToDoWhereThereIsNone(@TempDir Path directory) {
        assertThatThrownBy(() -> ProjectHome.above(directory))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("-Dsluice.home=");
    }

    @Test
    void namesAServiceThatIsNotBuilt(@TempDir Path directory) {
        assertThatThrownBy(() -> new ProjectHome(directory).runner("producer"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("producer is not built");
    }

    @Test
    void aHandlerIsFasterOnlyOnTheJvmThatItsArchiveWasMadeFor(@TempDir Path directory) throws Exception {
        ProjectHome home = new ProjectHome(directory);
        Path app = Files.createDirectories(directory.resolve("consumer/target/function-app/app"));
        Files.createFile(app.resolve("classes-1.8.0.jsa"));
        assertThat(home.archivedHandler("consumer")).isEmpty();
        Files.createFile(app.resolve("classes-" + System.getProperty("java.runtime.version") + ".jsa"));
        assertThat(home.archivedHandler("consumer")).contains(app.resolveSibling("handler"));
    }
}
