package dev.sluice.emulator.benchmark;

import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/**
 * Artemis in a process of its own, with one AMQP port and everything that a message does not need switched off:
 * {@code ArtemisProcess PORT memory|write|sync DIRECTORY}.
 */
public final class ArtemisProcess {

    private ArtemisProcess() {}

    /** Prints one line when it serves; SIGTERM stops it. */
    public static void main(String[] arguments) throws Exception {
        var durability = Durability.valueOf(arguments[1].toUpperCase(java.util.Locale.ROOT));
        var folder = Path.of(arguments[2]);
        var configuration = new ConfigurationImpl();
        configuration
                .setPersistenceEnabled(durability != Durability.MEMORY)
                .setJournalType(JournalType.NIO)
                .setJournalDatasync(durability == Durability.SYNC)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setSecurityEnabled(false)
                .setMessageCounterEnabled(false)
                .setJMXManagementEnabled(false);
        // Paging would write to disk what the scenario wants in memory.
        configuration.setGlobalMaxSize(-1);
        configuration.addAcceptorConfiguration(new TransportConfiguration(
                NettyAcceptorFactory.class.getName(),
                Map.of("host", "127.0.0.1", "port", arguments[0], "protocols", "AMQP"),
                "amqp"));
        var broker = new EmbeddedActiveMQ().setConfiguration(configuration);
        broker.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker)));
        System.out.println("Artemis: AMQP on 127.0.0.1:" + arguments[0]);
        Thread.currentThread().join();
    }

    private static void stop(EmbeddedActiveMQ broker) {
        try {
            broker.stop();
        } catch (Exception e) {
            e.printStackTrace();
        }
    }
}
