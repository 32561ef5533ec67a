package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatorConfigFileIT {
    @TempDir
    Path directory;

    @Test
    void holdsTheQueuesThatTheServicesRelyOn() throws Exception {
        JsonNode orders = queue(0, Duration.ofSeconds(60), true);
        assertThat(orders.path("RequiresDuplicateDetection").asBoolean()).isTrue();
        assertThat(orders.path("DuplicateDetectionHistoryTimeWindow").asText()).isEqualTo("PT10M");
        assertThat(orders.path("DeadLetteringOnMessageExpiration").asBoolean()).isTrue();
        assertThat(orders.path("ForwardDeadLetteredMessagesTo").asText()).isEqualTo("orders-parked");
        assertThat(orders.path("MaxDeliveryCount").asInt()).isEqualTo(10);

        JsonNode parked = queue(1, Duration.ofSeconds(60), true);
        assertThat(parked.path("RequiresDuplicateDetection").asBoolean()).isFalse();
        assertThat(parked.path("MaxDeliveryCount").asInt()).isEqualTo(Integer.MAX_VALUE);
        assertThat(parked.has("DefaultMessageTimeToLive")).isFalse();
    }

    @Test
    void takesWhatTheStackWantsOtherwise() throws Exception {
        JsonNode orders = queue(0, Duration.ofSeconds(7), false);
        assertThat(orders.path("LockDuration").asText()).isEqualTo("PT7S");
        assertThat(orders.path("RequiresDuplicateDetection").asBoolean()).isFalse();
    }

    private JsonNode queue(int index, Duration lockDuration, boolean duplicateDetection) throws Exception {
        Path file = EmulatorConfigFile.write(directory, lockDuration, duplicateDetection);
        return new ObjectMapper()
                .readTree(file.toFile())
                .at("/UserConfig/Namespaces/0/Queues/" + index + "/Properties");
    }
}
