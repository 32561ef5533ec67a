package dev.sluice.emulator.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Reads the official emulator's {@code Config.json}.
 *
 * @see <a href="https://learn.microsoft.com/azure/service-bus-messaging/test-locally-with-service-bus-emulator">Test
 *     locally by using the Azure Service Bus emulator</a>
 */
public final class EmulatorConfig {

    private EmulatorConfig() {}

    /**
     * The queues and topics of a file.
     *
     * @throws ConfigException if the file can't be read, is not what the official emulator takes, or asks for what this
     *     one does not have
     */
    public static Entities read(Path file) {
        var namespaces = root(file).require("UserConfig").require("Namespaces").elements();
        return namespaces.stream().map(EmulatorConfig::entities).reduce(Entities.NONE, Entities::and);
    }

    private static ConfigNode root(Path file) {
        var mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        try {
            return new ConfigNode(file, "$", mapper.readTree(Files.readString(file)));
        } catch (JsonProcessingException e) {
            var where = e.getLocation();
            throw new ConfigException(
                    file,
                    "line " + where.getLineNr() + ", column " + where.getColumnNr(),
                    "expected JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ConfigException(file, "$", "expected a file that can be read: " + e);
        }
    }

    private static Entities entities(ConfigNode namespace) {
        namespace.allow(Set.of("Name", "Queues", "Topics"));
        return new Entities(
                namespace.list("Queues").stream().map(EntityConfig::queue).toList(),
                namespace.list("Topics").stream().map(EntityConfig::topic).toList());
    }
}
