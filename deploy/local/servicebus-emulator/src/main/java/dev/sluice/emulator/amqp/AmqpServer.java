package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.Broker;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The AMQP endpoint of a broker: listens on one port, plain TCP, and serves each connection on one event loop. */
public final class AmqpServer implements AutoCloseable {

    private static final int EVENT_LOOPS =
            Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));

    private final EventLoopGroup eventLoops;
    private final Channel listener;
    private final Set<AmqpConnection> connections = ConcurrentHashMap.newKeySet();

    /**
     * Starts to listen.
     *
     * @param port the TCP port, 0 for any that is free
     * @throws IOException if the port is taken or the host is not one of this machine's
     */
    public AmqpServer(Broker broker, String host, int port) throws IOException {
        eventLoops = new NioEventLoopGroup(EVENT_LOOPS, new DefaultThreadFactory("sluice-emulator-amqp", true));
        var bind = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        var connection = new AmqpConnection(broker);
                        connections.add(connection);
                        channel.closeFuture().addListener(closed -> connections.remove(connection));
                        channel.pipeline().addLast(connection);
                    }
                })
                .bind(host, port)
                .awaitUninterruptibly();
        listener = bind.channel();
        if (!bind.isSuccess()) {
            close();
            throw failure(bind.cause(), host, port);
        }
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Closes every connection and the port; returns when its threads have ended. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        connections.forEach(AmqpConnection::shutDown);
        eventLoops.shutdownGracefully(20, 2000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    private static IOException failure(Throwable cause, String host, int port) {
        return cause instanceof BindException
                ? new BindException("can't listen on " + host + ":" + port + ": " + cause.getMessage())
                : new IOException("can't listen on " + host + ":" + port + ": " + cause.getMessage(), cause);
    }
}
