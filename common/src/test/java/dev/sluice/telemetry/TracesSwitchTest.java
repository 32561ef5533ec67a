package dev.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracesSwitchTest {
    @Test
    void isOffWithoutAnAddress() {
        assertThat(value(Map.of(), "quarkus.otel.sdk.disabled")).isEqualTo("true");
        assertThat(value(Map.of(), TracesSwitch.ON)).isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://collector:4318/v1/traces", "http://collector:4318"})
    void isOnWithOneAndTheExporterAddsItsPathItself(String url) {
        Map<String, String> given = Map.of(TracesSwitch.URL, url);

        assertThat(value(given, "quarkus.otel.sdk.disabled")).isEqualTo("false");
        assertThat(value(given, TracesSwitch.ON)).isEqualTo("true");
        assertThat(value(given, "quarkus.otel.exporter.otlp.protocol")).isEqualTo("http/protobuf");
        assertThat(value(given, "quarkus.otel.exporter.otlp.endpoint")).isEqualTo("http://collector:4318");
    }

    @Test
    void theCollectorGetsTheHeadersThatEveryExporterIsTold() {
        Map<String, String> given =
                Map.of(TracesSwitch.URL, "http://collector:4318", "otel.exporter.otlp.headers", "api-key=1");

        assertThat(value(given, "quarkus.otel.exporter.otlp.headers")).isEqualTo("api-key=1");
    }

    @Test
    void whatIsSetElsewhereOutweighsIt() {
        Map<String, String> given = Map.of("quarkus.otel.sdk.disabled", "false");

        assertThat(value(given, "quarkus.otel.sdk.disabled")).isEqualTo("false");
    }

    private static String value(Map<String, String> given, String name) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new TracesSwitch())
                .withSources(new PropertiesConfigSource(given, "application.properties", 250))
                .build();
        return config.getConfigValue(name).getValue();
    }
}
