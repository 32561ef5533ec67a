package dev.sluice.emulator.amqp;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.metrics.Traffic;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Transport;

/**
 * One client connection: moves bytes between the channel and its proton engine, which is touched by the channel's event
 * loop only. Whatever goes wrong here ends this connection and no other.
 */
final class AmqpConnection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = System.getLogger(AmqpConnection.class.getName());
    private static final EnumSet<EndpointState> OPEN = EnumSet.of(EndpointState.ACTIVE);
    private static final int MAX_FRAME_SIZE = 65_536;
    private static final int CHANNEL_MAX = 4_999;
    // Azure advertises 120 s; proton-j advertises half of what it waits for.
    private static final int IDLE_TIMEOUT_MILLIS = 240_000;
    // The engine holds encoded messages that don't fit the client's session window; that must not grow with the credit.
    private static final int MAX_BUFFERED_BYTES = 1 << 20;
    // A client has so long to say who it is and to open the connection; Azure's own limit is a minute.
    private static final int HANDSHAKE_MILLIS = 30_000;
    // To wake up for one disposition costs more than to execute it: those of a busy client are read by the dozen.
    private static final int REST_MILLIS = 1;

    private final Transport transport = new GuardedTransport(CHANNEL_MAX);
    private final Connection connection = Connection.Factory.create();
    private final Collector collector = Collector.Factory.create();
    private final ProtonEvents events;
    private final LongSupplier millis;
    private final Clock clock;
    private final Traffic traffic;
    private final ConnectionAccess access;
    private final ConnectionFaults faults;
    private ChannelHandlerContext context;
    private SaslNegotiation sasl;
    private Future<?> expiryCheck;
    private long handshakeDeadline;
    private int frozen;
    private boolean resting;
    private boolean starved;
    private boolean closing;

    AmqpConnection(Broker broker, ConnectionServices services) {
        this(broker, services, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /** With a clock of its own for idle timeouts, in milliseconds from any time on. */
    AmqpConnection(Broker broker, ConnectionServices services, LongSupplier millis) {
        this.millis = millis;
        clock = services.clock();
        traffic = services.traffic();
        access = new ConnectionAccess(services.keys(), clock, this::checkExpiryAt);
        faults = new ConnectionFaults(services.faults(), connection::getRemoteContainer, new FaultTarget());
        var guard = new LinkGuard(access, faults, traffic);
        var router = new LinkRouter(broker, access, this::execute, this::hasRoomToWrite);
        events = new ProtonEvents(guard, router, traffic);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        transport.setMaxFrameSize(MAX_FRAME_SIZE);
        transport.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        transport.setEmitFlowEventOnSend(false);
        sasl = SaslNegotiation.offer(transport, access);
        connection.collect(collector);
        transport.bind(connection);
        handshakeDeadline = millis.getAsLong() + HANDSHAKE_MILLIS;
        tick();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var input = (ByteBuf) message;
        traffic.received(input.readableBytes());
        try {
            while (!closing && input.isReadable() && transport.capacity() > 0) {
                var tail = transport.tail();
                int count = Math.min(tail.remaining(), input.readableBytes());
                tail.limit(tail.position() + count);
                input.readBytes(tail);
                transport.process();
                handleEvents();
            }
        } finally {
            input.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flush();
        if (!resting && events.isLeisurely()) {
            resting = true;
            setAutoRead();
            ctx.executor().schedule(this::readAgain, REST_MILLIS, MILLISECONDS);
        }
    }

    private void readAgain() {
        resting = false;
        setAutoRead();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        setAutoRead();
        flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        events.connectionLost();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A client that is gone without a word is everyday life; what it sent before may tell of a fault.
        var level = closing || cause instanceof IOException ? Level.DEBUG : Level.WARNING;
        LOG.log(level, "Connection from {0} closed: {1}", peer(), oneLine(cause.toString()));
        closing = true;
        ctx.close();
    }

    /** Tells the client that the server goes away, and closes. */
    void shutDown() {
        execute(() -> {
            if (connection.getLocalState() == EndpointState.ACTIVE) {
                connection.setCondition(AmqpErrors.of(AmqpErrors.CONNECTION_FORCED, "The emulator is shutting down."));
                connection.close();
                flush();
            }
            context.close();
        });
    }

    /** Lets a fault that was just added strike what is open here. */
    void strikeNow() {
        execute(() -> faults.strikeNow(events.links()));
    }

    private void execute(Runnable work) {
        try {
            context.executor().execute(() -> run(work));
        } catch (RejectedExecutionException e) {
            // The server is closing. The caller may be another connection, or the broker's timer: not their concern.
            LOG.log(Level.DEBUG, "event loop is gone", e);
        }
    }

    private void run(Runnable work) {
        try {
            work.run();
            flush();
        } catch (RuntimeException | StackOverflowError e) {
            exceptionCaught(context, e);
        }
    }

    private boolean hasRoomToWrite() {
        boolean room = context.channel().isWritable() && bufferedBytes() < MAX_BUFFERED_BYTES;
        starved |= !room;
        return room;
    }

    private int bufferedBytes() {
        int bytes = 0;
        for (var session = connection.sessionHead(OPEN, OPEN); session != null; session = session.next(OPEN, OPEN)) {
            bytes += session.getOutgoingBytes();
        }
        return bytes;
    }

    private void flush() {
        if (frozen > 0) {
            return;
        }
        write();
        while (starved && hasRoomAgain()) {
            events.roomToWrite();
            write();
        }
        context.flush();
    }

    private boolean hasRoomAgain() {
        starved = false;
        return hasRoomToWrite();
    }

    private void write() {
        handleEvents();
        for (int pending = transport.pending(); pending > 0; pending = transport.pending()) {
            var output = context.alloc().buffer(pending);
            output.writeBytes(transport.head());
            transport.pop(pending);
            traffic.sent(pending);
            context.write(output);
        }
        if (transport.pending() < 0 || events.isCutOff() || sasl.isRefused()) {
            closeWhenWritten();
        }
    }

    private void handleEvents() {
        if (!closing && !sasl.isRefused()) {
            events.handle(collector);
        }
    }

    private void closeWhenWritten() {
        if (closing) {
            return;
        }
        closing = true;
        var error = transport.getCondition();
        if (error != null && error.getCondition() != null) {
            LOG.log(Level.WARNING, "Connection from {0} closed: {1}", peer(), oneLine(String.valueOf(error)));
        }
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Sends an empty frame when the client's idle timeout asks for it, and closes when ours is over. */
    private void tick() {
        if (!context.channel().isActive()) {
            return;
        }
        long now = millis.getAsLong();
        if (now > handshakeDeadline && connection.getRemoteState() == EndpointState.UNINITIALIZED) {
            LOG.log(Level.DEBUG, "Connection from {0} closed: it was not opened in time", peer());
            context.close();
            return;
        }
        long deadline = transport.tick(now);
        flush();
        long remoteHalf = transport.getRemoteIdleTimeout() / 2L;
        long wait = deadline == 0 ? IDLE_TIMEOUT_MILLIS : Math.max(1, deadline - now);
        context.executor().schedule(this::tick, Math.min(wait, 1000 + remoteHalf), MILLISECONDS);
    }

    /** Looks for links whose token has expired when the next one does. */
    private void checkExpiryAt(Instant next) {
        if (expiryCheck != null) {
            expiryCheck.cancel(false);
        }
        // At most a day, as far deadlines don't fit; rounded up, so that it has expired by then.
        long wait = Math.min(
                Duration.ofDays(1).toMillis(),
                Duration.between(clock.instant(), next).toMillis() + 1);
        expiryCheck = context.executor().schedule(() -> run(this::checkExpiry), Math.max(1, wait), MILLISECONDS);
    }

    private void checkExpiry() {
        if (context.channel().isActive()) {
            events.detachUnauthorized();
            access.dropExpired();
        }
    }

    private void setAutoRead() {
        // A client that does not read its answers must not be able to make us hold more of them.
        context.channel()
                .config()
                .setAutoRead(frozen == 0 && !resting && context.channel().isWritable());
    }

    private final class FaultTarget implements ConnectionFaults.Target {

        @Override
        public void drop() {
            closing = true;
            context.close();
        }

        @Override
        public void freeze(Duration duration) {
            frozen++;
            setAutoRead();
            context.executor().schedule(() -> run(this::thaw), duration.toMillis(), MILLISECONDS);
        }

        @Override
        public void detach(Link link, ErrorCondition error) {
            events.detach(link, error);
        }

        @Override
        public void later(Duration delay, Runnable work) {
            context.executor().schedule(() -> run(work), delay.toMillis(), MILLISECONDS);
        }

        private void thaw() {
            frozen--;
            setAutoRead();
        }
    }

    private String peer() {
        return String.valueOf(context.channel().remoteAddress());
    }

    /** What clients send ends up in error texts; it must not be able to write lines of its own. */
    private static String oneLine(String text) {
        var line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }
}
