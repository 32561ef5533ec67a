package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.Durability;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Withholds the answers of one connection until what they acknowledge is kept, in the order in which they came. In memory
 * they go at once. Touched by the connection's event loop only.
 */
final class Acknowledgements {

    private record Waiting(long mark, Consumer<BrokerException> answer) {}

    private final Durability durability;
    private final Executor eventLoop;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long awaited;

    Acknowledgements(Durability durability, Executor eventLoop) {
        this.durability = durability;
        this.eventLoop = eventLoop;
    }

    /** Gives the answer when everything done so far is kept: null, or why it never will be. */
    void whenKept(Consumer<BrokerException> answer) {
        long mark = durability.mark();
        if (waiting.isEmpty()) {
            // Asked for first, here and below: what was kept before it failed has been kept.
            var failure = durability.failure();
            boolean kept = durability.isKept(mark);
            if (kept || failure != null) {
                answer.accept(kept ? null : failure);
                return;
            }
        }
        waiting.add(new Waiting(mark, answer));
        await(mark);
    }

    private void await(long mark) {
        // One call for each commit is enough for all that wait for it.
        if (mark > awaited) {
            awaited = mark;
            durability.whenKept(mark, () -> eventLoop.execute(this::answer));
        }
    }

    private void answer() {
        var failure = durability.failure();
        while (!waiting.isEmpty()) {
            boolean kept = durability.isKept(waiting.element().mark());
            if (!kept && failure == null) {
                return;
            }
            waiting.remove().answer().accept(kept ? null : failure);
        }
    }
}
