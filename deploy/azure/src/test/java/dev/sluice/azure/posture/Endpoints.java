package dev.sluice.azure.posture;

import java.util.List;
import java.util.stream.Stream;

/** Private endpoints of a resource. */
final class Endpoints {
    private Endpoints() {}

    /** Breaches for kinds that have no endpoint in the endpoint subnet of the resource's own region. */
    static Stream<String> missing(Deployment deployment, Body target, List<String> kinds) {
        return kinds.stream().flatMap(kind -> {
            boolean there = deployment.of("Microsoft.Network/privateEndpoints").stream()
                    .filter(endpoint -> endpoint.region().equals(target.region()))
                    .filter(endpoint -> endpoint.text("/properties/subnet/id")
                            .equals(deployment
                                    .subnet(target.region(), "endpoint")
                                    .id()
                                    .path()))
                    .flatMap(endpoint -> endpoint.parts("/properties/privateLinkServiceConnections").stream())
                    .anyMatch(connection -> connection
                                    .text("/properties/privateLinkServiceId")
                                    .equals(target.id().path())
                            && connection.texts("/properties/groupIds").equals(List.of(kind)));
            return target.breachUnless(there, "has no private endpoint for " + kind);
        });
    }
}
