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
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The AMQP endpoint of a broker: listens for plain TCP, TLS or both, and serves each connection on one event loop. */
public final class AmqpServer implements AutoCloseable {

    private static final int EVENT_LOOPS =
            Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));
    private static final int NONE = -1;

    private final Broker broker;
    private final AmqpOptions options;
    private final ConnectionServices services;
    private final EventLoopGroup eventLoops;
    private final Set<AmqpConnection> connections = ConcurrentHashMap.newKeySet();
    private Channel plain;
    private Channel tls;

    /**
     * Starts to listen.
     *
     * @throws IOException if a port is taken or the host is not one of this machine's
     * @throws IllegalArgumentException if the TLS files can't be used
     */
    public AmqpServer(Broker broker, AmqpOptions options) throws IOException {
        this.broker = broker;
        this.options = options;
        services = new ConnectionServices(options.keys(), options.faults(), options.traffic(), Clock.systemUTC());
        var context = options.tls() == null ? null : options.tls().context();
        eventLoops = new NioEventLoopGroup(EVENT_LOOPS, new DefaultThreadFactory("sluice-emulator-amqp", true));
        try {
            plain = options.port() == NONE ? null : listen(options.plainHost(), options.port(), null);
            tls = context == null ? null : listen(options.host(), options.tlsPort(), context);
        } catch (IOException e) {
            close();
            throw e;
        }
        options.faults().onAdded(() -> connections.forEach(AmqpConnection::strikeNow));
    }

    /** The port for plain TCP, or -1. */
    public int port() {
        return port(plain);
    }

    /** The port for TLS, or -1. */
    public int tlsPort() {
        return port(tls);
    }

    /** Closes every connection and the ports; returns when its threads have ended. */
    @Override
    public void close() {
        close(plain);
        close(tls);
        connections.forEach(AmqpConnection::shutDown);
        eventLoops.shutdownGracefully(20, 2000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    private Channel listen(String host, int port, SslContext context) throws IOException {
        var bind = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel, context);
                    }
                })
                .bind(host, port)
                .awaitUninterruptibly();
        if (!bind.isSuccess()) {
            throw failure(bind.cause(), host, port);
        }
        return bind.channel();
    }

    private void accept(SocketChannel channel, SslContext context) {
        if (!services.traffic().connected(options.maxConnections())) {
            channel.close();
            return;
        }
        var connection = new AmqpConnection(broker, services);
        if (context != null) {
            channel.pipeline().addLast(context.newHandler(channel.alloc()));
        }
        channel.pipeline().addLast(new ProtocolHeaderCheck(), connection);
        // Not earlier: who finds it here may call it, and it must know its channel by then.
        connections.add(connection);
        channel.closeFuture().addListener(closed -> {
            connections.remove(connection);
            services.traffic().disconnected();
        });
    }

    private static int port(Channel listener) {
        return listener == null ? NONE : ((InetSocketAddress) listener.localAddress()).getPort();
    }

    private static void close(Channel listener) {
        if (listener != null) {
            listener.close().awaitUninterruptibly();
        }
    }

    private static IOException failure(Throwable cause, String host, int port) {
        return cause instanceof BindException
                ? new BindException("can't listen on " + host + ":" + port + ": " + cause.getMessage())
                : new IOException("can't listen on " + host + ":" + port + ": " + cause.getMessage(), cause);
    }
}
