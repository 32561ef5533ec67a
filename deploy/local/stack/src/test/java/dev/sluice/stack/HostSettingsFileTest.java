package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostSettingsFileTest {
    @TempDir
    Path directory;

    @Test
    void isForItsOwnerOnly() throws Exception {
        FunctionKeys keys = FunctionKeys.random();
        HostSettingsFile file = HostSettingsFile.write(directory, Map.of("NAME", "value"), keys);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        JsonNode content = new ObjectMapper().readTree(file.path().toFile());
        assertThat(content.at("/Values/NAME").asText()).isEqualTo("value");
        assertThat(content.at("/Keys/host").asText()).isEqualTo(keys.function());
        assertThat(content.at("/Keys/master").asText()).isEqualTo(keys.admin());
        file.delete();
        file.delete();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void keysAreNeverTheSameAndNeverShown() {
        FunctionKeys keys = FunctionKeys.random();
        assertThat(keys.function()).hasSizeGreaterThan(40).isNotEqualTo(keys.admin());
        assertThat(FunctionKeys.random()).isNotEqualTo(keys);
        assertThat(keys.toString()).doesNotContain(keys.function(), keys.admin());
    }
}
