package dev.sluice.azure.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.azure.arm.Exchange;
import dev.sluice.azure.catalog.ModelRoundTrip;
import dev.sluice.azure.catalog.ResourceId;
import dev.sluice.azure.catalog.Route;
import dev.sluice.azure.catalog.RouteCatalog;
import dev.sluice.azure.scripts.Baseline;
import dev.sluice.azure.scripts.Tools;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every body that the scripts put, through the SDK's own model of it. */
class BodiesIT {
    /** Properties of Service Bus's stable version 2024-01-01 that the jar's models, of 2021-11-01, do not have. */
    private static final Map<String, List<String>> NEWER = Map.of(
            "Microsoft.ServiceBus/namespaces",
            List.of("/properties/publicNetworkAccess", "/properties/minimumTlsVersion"));

    private static List<Exchange> exchanges;

    @BeforeAll
    static void dryRun() {
        Tools.require("jq");
        exchanges = Baseline.all();
    }

    @Test
    void goToRoutesAndVersionsThatAzureHas() {
        assertThat(exchanges).hasSizeGreaterThan(150).allSatisfy(exchange -> {
            Optional<Route> route = RouteCatalog.azure().find(exchange.method(), exchange.path());
            assertThat(route).as(exchange.toString()).isPresent();
            assertThat(route.get().versions()).as(exchange.toString()).contains(exchange.version());
        });
    }

    @Test
    void surviveTheOfficialModel() {
        assertThat(exchanges).filteredOn(exchange -> exchange.body().isObject()).allSatisfy(exchange -> {
            Class<?> model = RouteCatalog.azure()
                    .find(exchange.method(), exchange.path())
                    .flatMap(Route::body)
                    .orElseThrow(() -> new AssertionError("Azure expects no body of " + exchange));
            List<String> newer =
                    NEWER.getOrDefault(ResourceId.of(exchange.path()).type(), List.of());
            assertThat(ModelRoundTrip.lost(model, exchange.body()))
                    .filteredOn(lost -> newer.stream().noneMatch(property -> lost.startsWith(property + ": ")))
                    .as(exchange + " as " + model.getSimpleName())
                    .isEmpty();
        });
    }
}
