package dev.sluice.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerTest extends QueueTest {

    @Test
    void pathsAreFoundWithoutRegardToCase() {
        var queue = queue(QueueOptions.named("Orders"));
        assertThat(broker.find("ORDERS")).containsSame(queue);
        assertThat(broker.find("orders/$deadletterqueue")).containsSame(queue("Orders/$DeadLetterQueue"));
        assertThat(broker.find("missing")).isEmpty();
        assertThat(broker.counts("missing")).isEmpty();
    }

    @Test
    void autoCreateMakesQueuesWithNamesThatAzureAllows() {
        var creating = new Broker(time, time, new TextMessages(), true);
        assertThat(creating.counts("new")).as("counting makes nothing").isEmpty();
        assertThat(creating.find("new/$DeadLetterQueue")).isPresent();
        assertThat(creating.find("new").orElseThrow().options()).isEqualTo(QueueOptions.named("new"));
        assertThat(creating.find("a/b-c_d.e")).isPresent();
        assertThat(creating.find("")).isEmpty();
        assertThat(creating.find("$strange")).isEmpty();
        assertThat(creating.find("x".repeat(300))).isEmpty();
        assertThat(creating.paths()).containsExactly("a/b-c_d.e", "new");
    }

    @Test
    void aQueueIsDeclaredOnce() {
        assertThatThrownBy(() -> queue(QueueOptions.named("q"), QueueOptions.named("Q")))
                .hasMessage("queue 'Q' is declared twice");
        assertThatThrownBy(() -> queue(QueueOptions.named("no good")))
                .hasMessageContaining("not a name that Service Bus allows");
    }

    @Test
    void aFullQueueRefusesAWholeBatchAndCountsDeadLettersToo() {
        var queue = queue(QueueOptions.named("q").maxSizeBytes(3));
        send(queue, "a", "b");
        queue.deadLetter(receive(queue).lockToken(), Map.of());
        assertThatThrownBy(() -> send(queue, "c", "d"))
                .isInstanceOfSatisfying(BrokerException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(BrokerException.Reason.QUOTA_EXCEEDED))
                .hasMessageContaining("Size of entity in bytes:2, Max entity size in bytes:3");
        assertThat(counts("q").active()).isEqualTo(1);
        var subqueue = queue("q/$DeadLetterQueue");
        subqueue.complete(receive(subqueue).lockToken());
        send(queue, "c", "d");
        assertThat(counts("q").active()).isEqualTo(3);
    }

    @Test
    void aMessageMayBeAsLargeAsTheQueueTakes() {
        var queue = queue(QueueOptions.named("q").maxMessageSizeBytes(3));
        send(queue, "abc");
        assertThatThrownBy(() -> send(queue, "abcd"))
                .isInstanceOfSatisfying(BrokerException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(BrokerException.Reason.MESSAGE_TOO_LARGE));
    }
}
