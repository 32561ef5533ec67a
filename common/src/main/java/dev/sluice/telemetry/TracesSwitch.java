package dev.sluice.telemetry;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Switches the OpenTelemetry SDK on where traces have somewhere to go, see {@link TracesPushConfig}, and off everywhere else:
 * the framework's own default is an exporter to port 4317 of this machine. A setting of {@code quarkus.otel} from anywhere
 * else outweighs this.
 */
public final class TracesSwitch implements ConfigSourceFactory {
    static final String URL = "sluice.traces.push.url";

    /** For application.properties: what the framework can be told to leave out. */
    static final String ON = "sluice.traces.on";

    /** As the environment variable that every exporter knows. */
    private static final String HEADERS = "otel.exporter.otlp.headers";

    /** What the exporter adds to its endpoint by itself. */
    private static final String PATH = "/v1/traces";

    /** Below application.properties, which has 250. */
    private static final int ORDINAL = 200;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        String url = value(context, URL);
        Map<String, String> settings = new HashMap<>();
        settings.put(ON, String.valueOf(!url.isEmpty()));
        settings.put("quarkus.otel.sdk.disabled", String.valueOf(url.isEmpty()));
        if (!url.isEmpty()) {
            settings.put("quarkus.otel.exporter.otlp.protocol", "http/protobuf");
            settings.put(
                    "quarkus.otel.exporter.otlp.endpoint",
                    url.endsWith(PATH) ? url.substring(0, url.length() - PATH.length()) : url);
            String headers = value(context, HEADERS);
            if (!headers.isEmpty()) {
                settings.put("quarkus.otel.exporter.otlp.headers", headers);
            }
        }
        return List.of(new PropertiesConfigSource(settings, TracesSwitch.class.getName(), ORDINAL));
    }

    private static String value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null || value.getValue() == null ? "" : value.getValue().trim();
    }
}
