package dev.sluice.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.security.SaslInit;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;

/** A client that writes whatever bytes a test likes. */
final class RawClient implements AutoCloseable {

    private static final byte[] SASL_HEADER = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};
    private static final byte[] HEADER = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};

    private final Socket socket;

    RawClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(60_000);
    }

    /** Connects, passes SASL and opens the connection and a session on channel 0, all by the book. */
    static RawClient opened(int port) throws IOException {
        var client = new RawClient(port);
        var init = new SaslInit();
        init.setMechanism(Symbol.valueOf("ANONYMOUS"));
        client.write(SASL_HEADER);
        client.write(frame(1, 0, encoded(init)));
        client.write(HEADER);
        var open = new Open();
        open.setContainerId("raw");
        client.write(frame(0, 0, encoded(open)));
        var begin = new Begin();
        begin.setNextOutgoingId(UnsignedInteger.ZERO);
        begin.setIncomingWindow(UnsignedInteger.valueOf(1_000_000));
        begin.setOutgoingWindow(UnsignedInteger.valueOf(1_000_000));
        client.write(frame(0, 0, encoded(begin)));
        return client;
    }

    /** A frame of the given type around a body. */
    static byte[] frame(int type, int channel, byte[] body) {
        return ByteBuffer.allocate(8 + body.length)
                .putInt(8 + body.length)
                .put((byte) 2)
                .put((byte) type)
                .putShort((short) channel)
                .put(body)
                .array();
    }

    /** A performative in AMQP's encoding. */
    static byte[] encoded(Object performative) {
        var decoder = new DecoderImpl();
        var encoder = new EncoderImpl(decoder);
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
        var buffer = ByteBuffer.allocate(60_000);
        encoder.setByteBuffer(buffer);
        encoder.writeObject(performative);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    InputStream input() throws IOException {
        return socket.getInputStream();
    }

    /** What the server still says before it closes; fails if it does not within a minute. */
    byte[] readUntilClosed() throws IOException {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            // It closed with bytes of ours unread: TCP says so with a reset.
            return new byte[0];
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
