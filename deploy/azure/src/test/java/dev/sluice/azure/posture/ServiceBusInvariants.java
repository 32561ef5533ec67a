package dev.sluice.azure.posture;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Namespaces and what is in them, as the services' rules against losing and doubling orders need it. */
final class ServiceBusInvariants {
    private static final String AREA = "Service Bus";
    private static final String NAMESPACES = "Microsoft.ServiceBus/namespaces";
    private static final String QUEUES = NAMESPACES + "/queues";

    private ServiceBusInvariants() {}

    static List<Invariant> all() {
        return List.of(
                namespaces("no namespace has public access", "/properties/publicNetworkAccess", "Disabled"),
                namespaces("no namespace takes a key", "/properties/disableLocalAuth", true),
                namespaces("namespaces speak TLS 1.2 or later", "/properties/minimumTlsVersion", "1.2"),
                namespaces("namespaces are Premium", "/sku/name", "Premium"),
                namespaces("namespaces stand in several zones", "/properties/zoneRedundant", true),
                queue("orders", "a repeat of an order is dropped", "/properties/requiresDuplicateDetection", true),
                Invariant.of(AREA, "repeats of an order are known for ten minutes at least", d -> queues(d, "orders")
                        .flatMap(queue -> queue.breachUnless(
                                atLeast(
                                        queue,
                                        "/properties/duplicateDetectionHistoryTimeWindow",
                                        Duration.ofMinutes(10)),
                                "duplicateDetectionHistoryTimeWindow is "
                                        + queue.text("/properties/duplicateDetectionHistoryTimeWindow")))),
                queue(
                        "orders",
                        "an order that expires is dead-lettered",
                        "/properties/deadLetteringOnMessageExpiration",
                        true),
                queue("orders", "an order waits 14 days", "/properties/defaultMessageTimeToLive", "P14D"),
                queue(
                        "orders",
                        "dead letters go to orders-parked",
                        "/properties/forwardDeadLetteredMessagesTo",
                        "orders-parked"),
                queue("orders", "orders has no sessions", "/properties/requiresSession", false),
                queue("orders", "the lock outlasts a transaction", "/properties/lockDuration", "PT1M"),
                queue(
                        "orders-parked",
                        "orders-parked drops no repeat",
                        "/properties/requiresDuplicateDetection",
                        false),
                queue(
                        "orders-parked",
                        "orders-parked keeps for ever",
                        "/properties/defaultMessageTimeToLive",
                        "P10675199DT2H48M5.4775807S"),
                queue(
                        "orders-parked",
                        "orders-parked gives up on no order",
                        "/properties/maxDeliveryCount",
                        Integer.MAX_VALUE),
                queue(
                        "orders-parked",
                        "orders-parked keeps what brings a time to live of its own",
                        "/properties/deadLetteringOnMessageExpiration",
                        true),
                Invariant.of(AREA, "orders-parked forwards nothing", d -> queues(d, "orders-parked")
                        .flatMap(queue -> queue.breachUnless(
                                queue.at("/properties/forwardDeadLetteredMessagesTo")
                                                .isMissingNode()
                                        && queue.at("/properties/forwardTo").isMissingNode(),
                                "forwards"))),
                Invariant.of(
                        AREA,
                        "the topic drops repeats, too",
                        d -> d.each(
                                NAMESPACES + "/topics",
                                2,
                                topic -> topic.expect("/properties/requiresDuplicateDetection", true))),
                Invariant.of(
                        AREA,
                        "a subscription's dead letters go to orders-parked, expired ones too",
                        d -> d.each(
                                NAMESPACES + "/topics/subscriptions",
                                2,
                                subscription -> Stream.concat(
                                        subscription.expect(
                                                "/properties/forwardDeadLetteredMessagesTo", "orders-parked"),
                                        subscription.expect("/properties/deadLetteringOnMessageExpiration", true)))),
                Invariant.of(
                        AREA,
                        "a namespace has one private endpoint, in its own region",
                        ServiceBusInvariants::endpoints),
                Invariant.of(
                        AREA,
                        "messaging units grow within bounds",
                        d -> d.each("Microsoft.Insights/autoscaleSettings", 2, ServiceBusInvariants::bounded)));
    }

    private static Stream<String> bounded(Body setting) {
        Body profile = setting.parts("/properties/profiles").get(0);
        return setting.breachUnless(
                setting.at("/properties/enabled").asBoolean()
                        && profile.at("/capacity/minimum").asInt() >= 1
                        && profile.at("/capacity/maximum").asInt() <= 16
                        && profile.at("/capacity/maximum").asInt()
                                > profile.at("/capacity/minimum").asInt()
                        && profile.at("/rules").size() >= 2,
                "capacity " + profile.at("/capacity"));
    }

    private static Stream<String> endpoints(Deployment deployment) {
        return deployment.each(NAMESPACES, 2, namespace -> {
            List<String> regions = deployment.of("Microsoft.Network/privateEndpoints").stream()
                    .filter(endpoint -> endpoint.json()
                            .toString()
                            .contains("\"" + namespace.id().path() + "\""))
                    .filter(endpoint -> endpoint.text("/properties/subnet/id")
                            .equals(deployment
                                    .subnet(endpoint.region(), "endpoint")
                                    .id()
                                    .path()))
                    .map(Body::region)
                    .toList();
            return namespace.breachUnless(regions.equals(List.of(namespace.region())), "has endpoints in " + regions);
        });
    }

    private static Stream<Body> queues(Deployment deployment, String name) {
        return deployment.named(QUEUES, name).stream();
    }

    private static boolean atLeast(Body body, String pointer, Duration least) {
        return body.text(pointer).startsWith("P")
                && Duration.parse(body.text(pointer)).compareTo(least) >= 0;
    }

    private static Invariant namespaces(String name, String pointer, Object value) {
        return Invariant.of(AREA, name, d -> d.each(NAMESPACES, 2, namespace -> namespace.expect(pointer, value)));
    }

    private static Invariant queue(String queue, String name, String pointer, Object value) {
        return Invariant.of(
                AREA,
                name,
                d -> Stream.concat(
                        queues(d, queue).count() == 2
                                ? Stream.empty()
                                : Stream.of(queue + " is not in both namespaces"),
                        queues(d, queue).flatMap(body -> body.expect(pointer, value))));
    }
}
