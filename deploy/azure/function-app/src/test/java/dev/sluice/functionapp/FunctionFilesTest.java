package dev.sluice.functionapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two services' host.json and function.json files, held against the rules of the Functions host. */
class FunctionFilesTest {
    private static final Path ROOT =
            Path.of("").toAbsolutePath().getParent().getParent().getParent();
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern SETTING = Pattern.compile("%[A-Z_]+%");

    @ParameterizedTest
    @ValueSource(strings = {"producer", "consumer"})
    void theHostStartsTheHandlerAndForwardsHttpUnchanged(String service) throws IOException {
        JsonNode host = host(service);

        assertThat(host.at("/version").asText()).isEqualTo("2.0");
        assertThat(host.at("/extensionBundle/id").asText()).isEqualTo("Microsoft.Azure.Functions.ExtensionBundle");
        assertThat(host.at("/extensionBundle/version").asText()).isEqualTo("[4.*, 5.0.0)");
        assertThat(host.at("/customHandler/description/defaultExecutablePath").asText())
                .isEqualTo(Handler.NAME);
        assertThat(host.at("/customHandler/enableProxyingHttpRequest").isBoolean())
                .isTrue();
        assertThat(host.at("/customHandler/enableProxyingHttpRequest").asBoolean())
                .isTrue();
        assertThat(host.at("/customHandler").has("enableForwardingHttpRequest")).isFalse();
        assertThat(host.at("/extensions/http/routePrefix").isTextual()).isTrue();
        assertThat(host.at("/extensions/http/routePrefix").asText()).isEmpty();
        assertThat(time(host, "/functionTimeout")).isPositive();
        assertThat(time(host, "/customHandler/initializationTimeout")).isGreaterThan(Duration.ofSeconds(30));
    }

    @Test
    void whatReceivesFromServiceBusIsWrittenOutAndInBounds() throws IOException {
        JsonNode bus = host("consumer").at("/extensions/serviceBus");

        assertThat(bus.at("/autoCompleteMessages").asBoolean())
                .as("a handler can't settle")
                .isTrue();
        assertThat(bus.at("/prefetchCount").isInt()).isTrue();
        assertThat(bus.at("/prefetchCount").asInt())
                .as("the locks of prefetched messages are not renewed")
                .isZero();
        assertThat(bus.at("/maxConcurrentCalls").asInt())
                .as("sluice.inlet.concurrency, and so the connection pool, is 16 by default")
                .isEqualTo(16);
        assertThat(bus.at("/maxMessageBatchSize").asInt()).isPositive();
        assertThat(time(bus, "/maxAutoLockRenewalDuration"))
                .as("an invocation's lock lives as long as the invocation may")
                .isGreaterThanOrEqualTo(time(host("consumer"), "/functionTimeout"));
        assertThat(fields(bus))
                .contains(
                        "transportType",
                        "maxConcurrentSessions",
                        "sessionIdleTimeout",
                        "minMessageBatchSize",
                        "maxBatchWaitTime",
                        "clientRetryOptions",
                        "enableCrossEntityTransactions");
        assertThat(host("producer").at("/extensions/serviceBus").isMissingNode())
                .as("producer sends by the SDK")
                .isTrue();
    }

    @Test
    void functionsAndTheirRoutes() throws IOException {
        assertThat(routes("producer"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "orders", "[post] api/orders/{*path} function",
                        "metrics", "[get] q/metrics function",
                        "health", "[get] q/health/{*path} anonymous"));
        assertThat(routes("consumer"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "order-status", "[get] api/orders/{id} function",
                        "parked", "[get, post, delete] api/parked/{*path} admin",
                        "metrics", "[get] q/metrics function",
                        "health", "[get] q/health/{*path} anonymous"));
    }

    /** Only a function of exactly these two bindings is proxied; any other gets the JSON envelope. */
    @ParameterizedTest
    @ValueSource(strings = {"producer", "consumer"})
    void httpFunctionsHaveNothingButATriggerAndAnAnswer(String service) throws IOException {
        functions(service).forEach((name, function) -> {
            if (trigger(function).at("/type").asText().equals("httpTrigger")) {
                JsonNode answer = function.at("/bindings/1");
                assertThat(function.at("/bindings")).as(name).hasSize(2);
                assertThat(answer.at("/type").asText()).isEqualTo("http");
                assertThat(answer.at("/direction").asText()).isEqualTo("out");
                assertThat(trigger(function).at("/authLevel").asText()).isIn("anonymous", "function", "admin");
            }
        });
    }

    @Test
    void messagesComeAsBytesFromEntitiesThatSettingsName() throws IOException {
        Map<String, JsonNode> triggers = new TreeMap<>(functions("consumer"));
        triggers.values()
                .removeIf(function -> !trigger(function).at("/type").asText().equals("serviceBusTrigger"));

        assertThat(triggers)
                .containsOnlyKeys(
                        "order-consumer",
                        "order-consumer-secondary",
                        "order-consumer-topic",
                        "order-consumer-topic-secondary");
        triggers.forEach((name, function) -> {
            JsonNode trigger = trigger(function);
            assertThat(function.at("/bindings")).as(name).hasSize(1);
            assertThat(trigger.at("/dataType").asText()).as(name).isEqualTo("binary");
            assertThat(trigger.at("/connection").asText())
                    .isEqualTo(name.endsWith("-secondary") ? "ServiceBusSecondary" : "ServiceBusConnection");
            Set<String> entity = fields(trigger);
            entity.retainAll(Set.of("queueName", "topicName", "subscriptionName"));
            assertThat(entity)
                    .as("%s: a queue, or a topic and its subscription", name)
                    .isIn(Set.of("queueName"), Set.of("topicName", "subscriptionName"));
            entity.forEach(key -> assertThat(trigger.at("/" + key).asText()).matches(SETTING));
        });
    }

    @Test
    void theSampleSettingsNameEveryEntityAndDisableWhatHasNoneOfItsOwn() throws IOException {
        JsonNode values = STRICT.readTree(
                        file("consumer", "local.settings.sample.json").toFile())
                .at("/Values");

        assertThat(fields(values)).contains("ORDERS_QUEUE", "ORDERS_TOPIC", "ORDERS_SUBSCRIPTION");
        for (String name :
                List.of("order-consumer-secondary", "order-consumer-topic", "order-consumer-topic-secondary")) {
            assertThat(values.path("AzureWebJobs." + name + ".Disabled").asText())
                    .as(name)
                    .isEqualTo("true");
        }
        values.elements()
                .forEachRemaining(value -> assertThat(value.isTextual()).isTrue());
    }

    private static Map<String, String> routes(String service) throws IOException {
        return functions(service).entrySet().stream()
                .filter(entry -> trigger(entry.getValue()).has("route"))
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> {
                    JsonNode trigger = trigger(entry.getValue());
                    List<String> methods = StreamSupport.stream(
                                    trigger.at("/methods").spliterator(), false)
                            .map(JsonNode::asText)
                            .toList();
                    return "%s %s %s"
                            .formatted(
                                    methods,
                                    trigger.at("/route").asText(),
                                    trigger.at("/authLevel").asText());
                }));
    }

    private static JsonNode trigger(JsonNode function) {
        JsonNode trigger = function.at("/bindings/0");
        assertThat(trigger.at("/direction").asText()).isEqualTo("in");
        assertThat(trigger.at("/name").asText()).isNotEmpty();
        return trigger;
    }

    private static Map<String, JsonNode> functions(String service) throws IOException {
        Map<String, JsonNode> functions = new TreeMap<>();
        try (Stream<Path> folders = Files.list(file(service, ""))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                functions.put(
                        folder.getFileName().toString(),
                        STRICT.readTree(folder.resolve("function.json").toFile()));
            }
        }
        return functions;
    }

    private static JsonNode host(String service) throws IOException {
        return STRICT.readTree(file(service, "host.json").toFile());
    }

    private static Path file(String service, String name) {
        return ROOT.resolve(service).resolve("src/main/function-app").resolve(name);
    }

    private static Set<String> fields(JsonNode object) {
        Set<String> names = new java.util.TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** A time span as the host reads it, {@code hh:mm:ss}. */
    private static Duration time(JsonNode node, String pointer) {
        return Duration.ofSeconds(LocalTime.parse(node.at(pointer).asText()).toSecondOfDay());
    }
}
