package dev.sluice.producer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusUrlTest {
    @Test
    void aSlashAtTheEndMakesNoDifference() {
        assertThat(StatusUrl.checked(URI.create("https://orders.example.com/api/orders/")))
                .isEqualTo("https://orders.example.com/api/orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/orders", "orders", "mailto:a@example.com", "https:/orders", "https://a/b?c", "https://a/#d"
            })
    void refusesWhatIsNoAbsoluteAddress(String url) {
        assertThatThrownBy(() -> StatusUrl.checked(URI.create(url)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sluice.orders.status-url");
    }
}
