package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.JavaWorkerPackageContract;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** consumer's package for the Java worker. */
class JavaWorkerPackageIT extends JavaWorkerPackageContract {
    @Test
    void takesOrdersFromTheQueueAsBytes() throws IOException {
        assertThat(Files.readString(folder().resolve("order-consumer").resolve("function.json")))
                .contains("\"serviceBusTrigger\"", "\"%ORDERS_QUEUE%\"", "\"ServiceBusConnection\"", "\"binary\"")
                .containsIgnoringCase("JavaWorkerInlet.take");
    }
}
