package dev.sluice.emulator.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Lets a connection through whose first bytes are a protocol header of AMQP 1.0, with or without SASL; answers any other
 * with the header that is supported, and closes. Then it leaves the pipeline.
 *
 * @see <a href="http://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-transport-v1.0-os.html#section-version-negotiation">
 *     AMQP 1.0 part 2, section 2.2</a>
 */
final class ProtocolHeaderCheck extends ByteToMessageDecoder {

    private static final byte[] PLAIN = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};
    private static final byte[] SASL = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int count = Math.min(in.readableBytes(), SASL.length);
        boolean plain = true;
        boolean sasl = true;
        for (int i = 0; i < count; i++) {
            byte next = in.getByte(in.readerIndex() + i);
            plain &= next == PLAIN[i];
            sasl &= next == SASL[i];
        }
        if (!plain && !sasl) {
            in.skipBytes(in.readableBytes());
            ctx.writeAndFlush(Unpooled.wrappedBuffer(SASL)).addListener(ChannelFutureListener.CLOSE);
        } else if (count == SASL.length) {
            // What is left over is passed on when the handler is removed.
            ctx.pipeline().remove(this);
        }
    }
}
