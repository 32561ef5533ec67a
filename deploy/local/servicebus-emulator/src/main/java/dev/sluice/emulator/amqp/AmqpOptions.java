package dev.sluice.emulator.amqp;

import dev.sluice.emulator.fault.Faults;
import dev.sluice.emulator.metrics.Traffic;
import dev.sluice.emulator.security.SasKeys;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * What an AMQP endpoint is started with.
 *
 * @param host address to listen on
 * @param port for plain TCP, 0 for any that is free, -1 for none
 * @param tlsPort for TLS, likewise; not looked at without files
 * @param tls the certificate and key, or null for no TLS
 * @param maxConnections above which new ones are closed at once
 * @param keys which verify tokens
 * @param faults to inject
 * @param traffic counters
 */
public record AmqpOptions(
        String host,
        int port,
        int tlsPort,
        TlsFiles tls,
        int maxConnections,
        SasKeys keys,
        Faults faults,
        Traffic traffic) {

    /** Where plain TCP is offered: beside TLS on this machine only, as its tokens could be read on the way. */
    String plainHost() throws UnknownHostException {
        return tls == null || InetAddress.getByName(host).isLoopbackAddress() ? host : "127.0.0.1";
    }
}
