package dev.sluice.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingConsumersTest extends QueueTest {

    private final MessageQueue queue = queue(QueueOptions.named("q"));
    private final List<String> called = new ArrayList<>();

    @Test
    void asManyAreWokenAsTheMessagesNeedLongestWaitFirst() {
        queue.await(() -> called.add("one"), 1);
        queue.await(() -> called.add("two"), 2);
        queue.await(() -> called.add("three"), 1);
        send(queue, "a");
        assertThat(called).containsExactly("one");
    }

    @Test
    void aBatchWakesOneForEachMessage() {
        queue.await(() -> called.add("one"), 1);
        queue.await(() -> called.add("two"), 1);
        queue.await(() -> called.add("three"), 1);
        send(queue, "a", "b");
        assertThat(called).containsExactly("one", "two");
    }

    @Test
    void whoAsksWhenMessagesAreReadyIsCalledAtOnce() {
        send(queue, "a");
        queue.await(() -> called.add("one"), 1);
        assertThat(called).containsExactly("one");
    }

    @Test
    void whoGoesAwayAfterTheCallPassesItOn() {
        Consumer leaving = () -> called.add("leaving");
        queue.await(leaving, 1);
        queue.await(() -> called.add("staying"), 1);
        send(queue, "a");
        assertThat(called).containsExactly("leaving");
        queue.forget(leaving);
        assertThat(called).containsExactly("leaving", "staying");
    }

    @Test
    void whoTookLessThanItWasCalledForLeavesTheRestToOthers() {
        queue.await(() -> called.add("greedy"), 100);
        queue.await(() -> called.add("modest"), 1);
        send(queue, "a", "b");
        assertThat(called).containsExactly("greedy");
        receive(queue);
        assertThat(called).containsExactly("greedy", "modest");
    }
}
