package dev.sluice.emulator.amqp;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.qpid.proton.codec.WritableBuffer;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.message.Message;

/** A link on which a client gets the answers to its requests; they wait here for credit. */
final class ReplyLink implements LinkEndpoint {

    // A client that asks so often without taking an answer is broken; its oldest questions go unanswered.
    private static final int MAX_WAITING = 1000;
    private static final int USUAL_SIZE = 1024;

    private final Sender link;
    private final Runnable onClosed;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private long lastTag;
    private boolean closed;

    ReplyLink(Sender link, Runnable onClosed) {
        this.link = link;
        this.onClosed = onClosed;
    }

    void send(Message reply) {
        if (closed) {
            return;
        }
        if (waiting.size() == MAX_WAITING) {
            waiting.removeFirst();
        }
        waiting.add(reply);
        onCredit();
    }

    @Override
    public void onCredit() {
        while (link.getCredit() > 0 && !waiting.isEmpty()) {
            var encoded = encode(waiting.remove());
            var delivery = link.delivery(
                    ByteBuffer.allocate(Long.BYTES).putLong(++lastTag).array());
            link.send(encoded.array(), 0, encoded.position());
            delivery.settle();
        }
        if (link.getDrain()) {
            link.drained();
        }
    }

    @Override
    public void onDelivery(Delivery delivery) {
        // Answers are sent settled: there is nothing left to say about them.
    }

    @Override
    public void onClosed() {
        closed = true;
        onClosed.run();
    }

    private static ByteBuffer encode(Message message) {
        for (int size = USUAL_SIZE; ; size *= 4) {
            var buffer = ByteBuffer.allocate(size);
            try {
                message.encode(new WritableBuffer.ByteBufferWrapper(buffer));
                return buffer;
            } catch (BufferOverflowException | IndexOutOfBoundsException e) {
                if (size > 1 << 28) {
                    throw e;
                }
            }
        }
    }
}
