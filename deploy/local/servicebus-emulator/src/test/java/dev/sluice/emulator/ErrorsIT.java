package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.models.CreateMessageBatchOptions;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.fault.Fault;
import dev.sluice.emulator.fault.FaultKind;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each error of Azure's, and the reason that the real SDK makes of it. */
class ErrorsIT extends SdkTest {

    @BeforeEach
    void start() {
        emulator = ServiceBusEmulator.builder()
                .queue(QueueOptions.named("orders").lockDuration(Duration.ofSeconds(1)))
                .queue(QueueOptions.named("small").maxSizeBytes(1_000).maxMessageSizeBytes(2_000))
                .queue(QueueOptions.named("tight").maxMessageSizeBytes(500))
                .queue(QueueOptions.named("off"))
                .start();
    }

    @Override
    ServiceBusClientBuilder clients() {
        return new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .retryOptions(new AmqpRetryOptions()
                        .setTryTimeout(Duration.ofSeconds(20))
                        .setMaxRetries(0));
    }

    private record Row(String what, ThrowingCallable call, ServiceBusFailureReason reason, String words) {}

    @TestFactory
    Stream<DynamicTest> everyErrorHasItsReason() throws Exception {
        var receiver = receiver("orders");
        sender("orders").sendMessage(message("a"));
        var lost = receiveOne(receiver);
        AdminIT.request(emulator, "DELETE", "/entities/orders/messages", null);
        AdminIT.request(emulator, "PUT", "/entities/off/status", "{\"status\":\"Disabled\"}");
        emulator.faults().add(Fault.of(FaultKind.SERVER_BUSY).at("orders"));
        var rows = List.of(
                new Row(
                        "send to nowhere",
                        () -> sender("nowhere").sendMessage(message("a")),
                        ServiceBusFailureReason.MESSAGING_ENTITY_NOT_FOUND,
                        "could not be found"),
                new Row(
                        "peek nowhere",
                        () -> receiver("nowhere").peekMessage(),
                        ServiceBusFailureReason.MESSAGING_ENTITY_NOT_FOUND,
                        "could not be found"),
                new Row(
                        "settle after the lock is lost",
                        () -> receiver.complete(lost),
                        ServiceBusFailureReason.MESSAGE_LOCK_LOST,
                        "The lock supplied is invalid"),
                new Row(
                        "full",
                        () -> sender("small").sendMessage(message("x".repeat(1_000))),
                        ServiceBusFailureReason.QUOTA_EXCEEDED,
                        "The maximum entity size has been reached or exceeded"),
                new Row(
                        "too large a batch",
                        () -> sender("tight")
                                .createMessageBatch(new CreateMessageBatchOptions().setMaximumSizeInBytes(10_000)),
                        null,
                        "500"),
                new Row(
                        "send to a disabled entity",
                        () -> sender("off").sendMessage(message("a")),
                        ServiceBusFailureReason.MESSAGING_ENTITY_DISABLED,
                        "is currently disabled"),
                new Row(
                        "management of a busy server",
                        () -> receiver("orders").peekMessage(),
                        ServiceBusFailureReason.SERVICE_BUSY,
                        "please retry the operation"));
        return rows.stream().map(row -> dynamicTest(row.what(), () -> check(row)));
    }

    @Test
    void aReceiverOfAnEntityThatIsDisabledMeanwhileIsDetachedAndComesBack() throws Exception {
        var receiver = receiver("off");
        sender("off").sendMessage(message("a"));
        receiver.complete(receiveOne(receiver));
        AdminIT.request(emulator, "PUT", "/entities/off/status", "{\"status\":\"ReceiveDisabled\"}");
        sender("off").sendMessage(message("b"));
        assertThatThrownBy(() -> receiver.receiveMessages(1, Duration.ofSeconds(20)).stream()
                        .count())
                .hasStackTraceContaining("is currently disabled");
        AdminIT.request(emulator, "PUT", "/entities/off/status", "{\"status\":\"Active\"}");
        assertThat(receiveOne(receiver("off")).getBody().toString()).isEqualTo("b");
    }

    private static void check(Row row) {
        assertThatThrownBy(row.call()).hasStackTraceContaining(row.words()).satisfies(failure -> {
            if (row.reason() != null) {
                assertThat(((ServiceBusException) failure).getReason()).isEqualTo(row.reason());
            }
        });
    }
}
