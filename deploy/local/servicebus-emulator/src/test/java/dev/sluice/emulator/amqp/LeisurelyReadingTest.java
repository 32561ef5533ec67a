package dev.sluice.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;
import org.junit.jupiter.api.Test;

/** For how long what a client says may lie unread: not at all, unless nobody waits for it. */
class LeisurelyReadingTest {

    private static final int MANY = 300;

    private final EmbeddedClient client = EmbeddedClient.connect("ANONYMOUS");
    private final Receiver link = client.receiver("q");

    @Test
    void dispositionsOfABusyClientAreReadTogetherAfterAMillisecond() {
        var prefetched = prefetch(MANY);
        settle(prefetched.get(0));
        assertThat(isRead()).isFalse();
        assertThat(locked()).as("what was read is executed at once").isEqualTo(MANY - 1);
        client.channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        client.channel.runScheduledPendingTasks();
        assertThat(isRead()).isTrue();
        settle(prefetched.get(1));
        assertThat(isRead()).as("the next one is the beginning of another rest").isFalse();
    }

    @Test
    void aClientThatHasLittleLeftIsReadAtOnce() {
        settle(prefetch(100).get(0));
        assertThat(isRead()).isTrue();
        assertThat(locked()).isEqualTo(99);
    }

    @Test
    void aClientThatWaitsForAnAnswerIsReadAtOnce() {
        var delivery = prefetch(MANY).get(0);
        delivery.disposition(Accepted.getInstance());
        client.exchange();
        assertThat(delivery.remotelySettled()).isTrue();
        assertThat(isRead()).isTrue();
    }

    @Test
    void aClientThatSettlesNothingIsReadAtOnce() {
        prefetch(MANY);
        link.flow(1);
        client.exchange();
        assertThat(isRead()).isTrue();
    }

    @Test
    void aClientThatSendsIsReadAtOnce() {
        var prefetched = prefetch(MANY);
        var sender = client.sender("q");
        settle(prefetched.get(0));
        assertThat(isRead()).isTrue();
        sender.close();
        client.exchange();
        settle(prefetched.get(1));
        assertThat(isRead()).as("it no longer does").isFalse();
    }

    private List<Delivery> prefetch(int count) {
        var message = MessageReader.read(EmbeddedClient.encoded("m", null));
        client.queue("q").send(Collections.nCopies(count, message));
        link.flow(count);
        client.exchange();
        return client.received(link);
    }

    private void settle(Delivery delivery) {
        delivery.disposition(Accepted.getInstance());
        delivery.settle();
        client.exchange();
    }

    private boolean isRead() {
        return client.channel.config().isAutoRead();
    }

    private int locked() {
        return (int) client.broker.counts("q").orElseThrow().locked();
    }
}
