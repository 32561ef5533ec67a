package dev.sluice.functions;

import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that Maven wrote into the jar. */
final class BuildVersion implements IVersionProvider {

    private static final String FILE = "/META-INF/maven/dev.sluice/sluice-functions-host/pom.properties";

    @Override
    public String[] getVersion() throws IOException {
        var properties = new Properties();
        try (var file = BuildVersion.class.getResourceAsStream(FILE)) {
            if (file != null) {
                properties.load(file);
            }
        }
        return new String[] {"functions-host " + properties.getProperty("version", "(not from a jar)")};
    }
}
