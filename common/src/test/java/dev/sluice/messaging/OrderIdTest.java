package dev.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class OrderIdTest {
    @Test
    void theSameCallerAndKeyMeanTheSameOrder() {
        assertThat(OrderId.of("ann", "1")).isEqualTo(OrderId.of("ann", "1"));
        assertThat(OrderId.of("ann", "1").version()).isEqualTo(5);
    }

    @Test
    void anotherCallerOrKeyMeansAnotherOrder() {
        assertThat(OrderId.of("ann", "1"))
                .isNotEqualTo(OrderId.of("ann", "2"))
                .isNotEqualTo(OrderId.of("bob", "1"))
                .isNotEqualTo(OrderId.of("ann1", ""));
    }

    /** Ids are stored for weeks: they must not change with a release. */
    @Test
    void idsStayWhatTheyAre() {
        assertThat(OrderId.of("anonymous", "key-1")).isEqualTo(UUID.fromString("676fd78b-9bee-59ac-836b-537d3e77ddd6"));
    }

    @Test
    void parsesCanonicalFormOnly() {
        UUID id = UUID.randomUUID();

        assertThat(OrderId.parse(id.toString())).contains(id);
        assertThat(OrderId.parse(id.toString().toUpperCase())).contains(id);
        assertThat(OrderId.parse("1-1-1-1-1")).isEmpty();
        assertThat(OrderId.parse("")).isEmpty();
        assertThat(OrderId.parse(null)).isEmpty();
    }
}
