package dev.sluice.loadtest.poison;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.Pace;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Puts poison on the queue, straight and past producer, and writes down what the bus has acknowledged. */
public final class PoisonLoad {
    private static final String QUEUE = "orders";

    private final String connectionString;
    private final Ledger ledger;
    private final PoisonMessages messages;
    private final Set<UUID> sent = ConcurrentHashMap.newKeySet();

    /**
     * A load that has not begun.
     *
     * @param connectionString of the bus
     * @param ledger where the orders that the messages name are written as accepted
     */
    public PoisonLoad(String connectionString, Ledger ledger, Random random) {
        this.connectionString = connectionString;
        this.ledger = ledger;
        this.messages = new PoisonMessages(random);
    }

    /** The orders that the acknowledged messages name. */
    public Set<UUID> sent() {
        return sent;
    }

    /**
     * Sends one after the other until {@code pace} ends it. What is not acknowledged counts as not sent.
     *
     * @throws InterruptedException if interrupted
     */
    public void send(Pace pace) throws InterruptedException {
        try (ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                .connectionString(connectionString)
                .sender()
                .queueName(QUEUE)
                .buildClient()) {
            for (int number = 0; pace.await(number); number++) {
                ServiceBusMessage message = messages.next();
                Instant now = Instant.now();
                if (acknowledged(sender, message)) {
                    UUID orderId = UUID.fromString(message.getApplicationProperties()
                            .get(PoisonMessages.ORDER_ID)
                            .toString());
                    sent.add(orderId);
                    ledger.accepted(orderId, now);
                }
            }
        }
    }

    private static boolean acknowledged(ServiceBusSenderClient sender, ServiceBusMessage message) {
        try {
            sender.sendMessage(message);
            return true;
        } catch (RuntimeException busAway) {
            return false;
        }
    }
}
