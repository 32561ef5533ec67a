package dev.sluice.consumer.inlet;

import dev.sluice.servicebus.ServiceBusConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells for how long the oldest order has been waiting. Service Bus does not say so itself, and what has been processed says
 * nothing when nothing is: so every instance looks now and then, beside either inlet.
 */
@Startup
@ApplicationScoped
public class OldestMessage {
    private static final Logger LOG = LoggerFactory.getLogger(OldestMessage.class);

    private final List<Watched> namespaces;

    OldestMessage(InletConfig config, ServiceBusConfig bus, ServiceBusConnections connections, MeterRegistry metrics) {
        String entity = config.watchedEntity().orElse(bus.queue());
        QueueListener.Settings settings = new QueueListener.Settings(entity, 1, 0, config);
        namespaces = connections.namespaces().stream()
                .map(namespace -> new Watched(namespace, settings))
                .toList();
        for (Watched watched : namespaces) {
            // Two emulators are both called after their role, as the services do elsewhere.
            Gauge.builder("sluice.queue.oldest.age", watched, known -> known.seconds)
                    .description("How long the oldest order has been on the queue, locked ones included; 0 without any")
                    .baseUnit("seconds")
                    .tag("namespace", namespaces.indexOf(watched) == 0 ? "primary" : "secondary")
                    .register(metrics);
        }
    }

    /** Looks. */
    @Scheduled(
            every = "${sluice.inlet.look-interval:15S}",
            delayed = "5S",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        namespaces.forEach(Watched::look);
    }

    @PreDestroy
    void close() {
        namespaces.forEach(watched -> watched.link.close());
    }

    private static final class Watched {
        private final String name;
        private final ManagementLink link;
        /** Not a number while the namespace does not answer: what is not known is not to be taken for an empty queue. */
        private volatile double seconds = Double.NaN;

        private boolean answered = true;

        Watched(ServiceBusNamespace namespace, QueueListener.Settings settings) {
            this.name = namespace.name() + "/" + settings.queue();
            this.link = new ManagementLink(namespace.connections(), settings, name);
        }

        void look() {
            try {
                seconds = link.oldestActive()
                        .map(enqueued ->
                                Duration.between(enqueued, Instant.now()).toMillis() / 1000.0)
                        .map(age -> Math.max(0, age))
                        .orElse(0.0);
                answered = true;
            } catch (RuntimeException e) {
                seconds = Double.NaN;
                if (answered) {
                    LOG.warn("{}: how old the oldest message is can't be told now: {}", name, e.getMessage());
                }
                answered = false;
            }
        }
    }
}
