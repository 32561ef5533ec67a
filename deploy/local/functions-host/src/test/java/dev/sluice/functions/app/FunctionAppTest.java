package dev.sluice.functions.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of an app: what the samples say, and what is refused with which words. */
class FunctionAppTest {

    private static final String HANDLER = "\"customHandler\":{\"description\":{\"defaultExecutablePath\":\"h\"}}";

    @TempDir
    private Path app;

    @BeforeEach
    void anApp() throws IOException {
        write("host.json", fixture("host-custom-handler.json"));
        write("http/function.json", fixture("function-http.json"));
        write(
                "local.settings.json",
                "{\"Values\":{\"ServiceBusConnection\":\"Endpoint=sb://file/\",\"ORDERS_QUEUE\":\"orders\"}}");
    }

    @Test
    void theSampleHostFileIsRead() {
        var options = read().options();
        assertThat(options.functionTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.routePrefix()).isEqualTo("api");
        assertThat(options.handler().executable()).isEqualTo("app/handler");
        assertThat(options.handler().proxiesHttp()).isTrue();
        assertThat(options.handler().initializationTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.handler().workingDirectory()).isEqualTo(app);
        assertThat(options.serviceBus())
                .isEqualTo(new ServiceBusOptions(
                        0,
                        true,
                        Duration.ofMinutes(10),
                        16,
                        100,
                        1,
                        Duration.ofSeconds(5),
                        new ServiceBusOptions.Retry(
                                false, Duration.ofMinutes(1), Duration.ofMillis(800), Duration.ofMinutes(1), 3),
                        false));
    }

    @Test
    void theSampleFunctionsAreRead() throws IOException {
        write("single/function.json", fixture("function-queue-single.json"));
        write("many/function.json", fixture("function-topic-many.json"));
        var functions = read().functions();
        assertThat(functions).extracting(FunctionDefinition::name).containsExactly("http", "many", "single");
        var http = (Trigger.Http) functions.get(0).trigger();
        assertThat(http.level()).isEqualTo(AuthLevel.FUNCTION);
        assertThat(http.methods()).containsExactly("DELETE", "GET", "POST", "PUT");
        assertThat(http.route()).isEqualTo("{*path}");
        assertThat(http.output()).isEqualTo("res");
        var many = (Trigger.ServiceBus) functions.get(1).trigger();
        assertThat(many.path()).isEqualTo("orders/Subscriptions/audit");
        assertThat(many.many()).isTrue();
        assertThat(many.dataType()).isEqualTo(Trigger.DataType.STRING);
        var single = (Trigger.ServiceBus) functions.get(2).trigger();
        assertThat(single.path()).as("%ORDERS_QUEUE%").isEqualTo("orders");
        assertThat(single.dataType()).isEqualTo(Trigger.DataType.BINARY);
        assertThat(single.autoComplete()).isTrue();
        assertThat(single.connection().connectionString()).isEqualTo("Endpoint=sb://file/");
        assertThat(single.connection()).hasToString("ServiceBusConnection[ServiceBusConnection]");
    }

    @Test
    void sessionsAreRefused() throws IOException {
        write("s/function.json", fixture("function-queue-session.json"));
        refuses(
                "s/function.json: $.bindings[0].isSessionsEnabled: expected false: sessions are not supported here, found true");
    }

    @Test
    void theEnvironmentWinsOverTheSettingsFile() throws IOException {
        write("single/function.json", fixture("function-queue-single.json"));
        var read = FunctionApp.read(app, null, Map.of("ServiceBusConnection", "Endpoint=sb://environment/"));
        assertThat(((Trigger.ServiceBus) read.functions().get(1).trigger())
                        .connection()
                        .connectionString())
                .isEqualTo("Endpoint=sb://environment/");
        assertThat(read.settings().shadowed()).containsExactly("ServiceBusConnection");
        assertThat(read.settings().environment()).containsEntry("ORDERS_QUEUE", "orders");
    }

    @Test
    void aConnectionMayBeAnIdentitysOrHaveTheOldPrefix() throws IOException {
        write("single/function.json", fixture("function-queue-single.json"));
        write(
                "local.settings.json",
                "{\"Values\":{\"ServiceBusConnection__fullyQualifiedNamespace\":\"ns\",\"ServiceBusConnection__clientId\":\"me\","
                        + "\"ORDERS_QUEUE\":\"q\"}}");
        assertThat(connection()).isEqualTo(new ServiceBusConnection("ServiceBusConnection", null, "ns", "me"));
        write(
                "local.settings.json",
                "{\"Values\":{\"AzureWebJobsServiceBusConnection\":\"x\",\"ORDERS_QUEUE\":\"q\"}}");
        assertThat(connection().connectionString()).isEqualTo("x");
    }

    @Test
    void whatIsNotConfiguredIsRefusedUnlessTheFunctionIsDisabled() throws IOException {
        write("single/function.json", fixture("function-queue-single.json"));
        write("local.settings.json", "{\"Values\":{}}");
        refuses("single/function.json: $.bindings[0].queueName: expected an app setting 'ORDERS_QUEUE' (in"
                + " local.settings.json or the environment), found none");
        write("local.settings.json", "{\"Values\":{\"ORDERS_QUEUE\":\"q\"}}");
        refuses(
                "single/function.json: $.bindings[0].connection: expected an app setting 'ServiceBusConnection' (a connection"
                        + " string) or 'ServiceBusConnection__fullyQualifiedNamespace', found neither; set one, or"
                        + " AzureWebJobs.single.Disabled=true");
        for (var setting : List.of(
                "\"AzureWebJobs.single.Disabled\":\"true\"", "\"AzureFunctionsJobHost__functions__0\":\"HTTP\"")) {
            write("local.settings.json", "{\"Values\":{" + setting + "}}");
            assertThat(read().enabled()).extracting(FunctionDefinition::name).containsExactly("http");
        }
    }

    @Test
    void wrongHostFilesAreRefusedWithThePlace() throws IOException {
        write("host.json", "{\"version\":\"1.0\"," + HANDLER + "}");
        refuses("host.json: $.version: expected \"2.0\", found \"1.0\"");
        write("host.json", "{\"version\":\"2.0\",\"functionTimeout\":\"5 min\"," + HANDLER + "}");
        refuses("host.json: $.functionTimeout: expected a time span such as \"00:05:00\", found \"5 min\"");
        write("host.json", "{\"version\":\"2.0\"}");
        refuses("host.json: $.customHandler: expected a value, found none");
        write("host.json", "{\"version\":\"2.0\",\"functionTimeouts\":1," + HANDLER + "}");
        assertThatThrownBy(this::read).hasMessageContaining("host.json: $.functionTimeouts: expected one of [");
        write(
                "host.json",
                "{\"version\":\"2.0\",\"extensions\":{\"serviceBus\":{\"maxConcurrentCalls\":0}}," + HANDLER + "}");
        refuses("host.json: $.extensions.serviceBus.maxConcurrentCalls: expected a whole number from 1 on, found 0");
        write(
                "host.json",
                "{\"version\":\"2.0\",\"concurrency\":{\"dynamicConcurrencyEnabled\":true}," + HANDLER + "}");
        refuses(
                "host.json: $.concurrency.dynamicConcurrencyEnabled: expected false: it is not supported here, found true");
        write(
                "host.json",
                "{\"version\":\"2.0\",\"extensionBundle\":{\"id\":\"a\",\"version\":\"4\"}," + HANDLER + "}");
        refuses("host.json: $.extensionBundle.version: expected a range such as \"[4.*, 5.0.0)\", found \"4\"");
        write("host.json", "{\"version\":");
        assertThatThrownBy(this::read).hasMessageContaining("host.json: line 1, column 12: expected JSON: ");
    }

    @Test
    void wrongFunctionFilesAreRefusedWithThePlace() throws IOException {
        function("{\"bindings\":[]}");
        refuses("http/function.json: $.bindings: expected a trigger, found []");
        function("{\"bindings\":[{\"type\":\"httpTrigger\",\"direction\":\"in\",\"name\":\"r\"}]}");
        refuses("http/function.json: $.bindings: expected one http output beside an httpTrigger, found 0");
        function("{\"bindings\":[{\"type\":\"httpTrigger\",\"direction\":\"in\",\"name\":\"r\",\"authLevel\":\"user\"},"
                + "{\"type\":\"http\",\"direction\":\"out\",\"name\":\"o\"}]}");
        refuses(
                "http/function.json: $.bindings[0].authLevel: expected one of [admin, anonymous, function], found \"user\"");
        function(
                "{\"bindings\":[{\"type\":\"serviceBusTrigger\",\"direction\":\"in\",\"name\":\"m\",\"queueName\":\"q\","
                        + "\"topicName\":\"t\"}]}");
        assertThatThrownBy(this::read)
                .hasMessageContaining("$.bindings[0]: expected either queueName, or topicName and subscriptionName");
        function(
                "{\"bindings\":[{\"type\":\"serviceBusTrigger\",\"direction\":\"in\",\"name\":\"m\",\"queueName\":\"q\","
                        + "\"que\":1}]}");
        assertThatThrownBy(this::read).hasMessageContaining("http/function.json: $.bindings[0].que: expected one of [");
    }

    @Test
    void wrongSettingsAreRefused() throws IOException {
        write("local.settings.json", "{\"IsEncrypted\":true}");
        refuses("local.settings.json: $.IsEncrypted: expected false: run 'func settings decrypt' first, found true");
        write("local.settings.json", "{\"Values\":{\"A\":1}}");
        refuses("local.settings.json: $.Values.A: expected a string, found 1");
        var missing = app.resolve("none.json");
        assertThatThrownBy(() -> FunctionApp.read(app, missing, Map.of()))
                .hasMessage(missing + ": $: expected a settings file, found none");
    }

    @Test
    void keysAdmitWhatTheyAreFor() throws IOException {
        write("local.settings.json", "{\"Keys\":{\"master\":\"m\",\"host\":\"h\",\"functions\":{\"orders\":\"f\"}}}");
        var keys = read().settings().keys();
        assertThat(keys.admits(AuthLevel.FUNCTION, "Orders", "f")).isTrue();
        assertThat(keys.admits(AuthLevel.FUNCTION, "other", "f")).isFalse();
        assertThat(keys.admits(AuthLevel.FUNCTION, "other", "h")).isTrue();
        assertThat(keys.admits(AuthLevel.ADMIN, "orders", "f")).isFalse();
        assertThat(keys.admits(AuthLevel.ADMIN, null, "h")).isFalse();
        assertThat(keys.admits(AuthLevel.ADMIN, null, "m")).isTrue();
        assertThat(keys.admits(AuthLevel.FUNCTION, "orders", null)).isFalse();
        assertThat(keys.admits(AuthLevel.FUNCTION, "orders", "")).isFalse();
        var onlyMaster = new AccessKeys("m", null, Map.of());
        assertThat(onlyMaster.admits(AuthLevel.FUNCTION, "orders", null)).isFalse();
        assertThat(AccessKeys.NONE.admits(AuthLevel.ADMIN, null, null)).isTrue();
        assertThat(keys).hasToString("AccessKeys[not shown]");
    }

    @Test
    void timeSpansAreDotNets() {
        assertThat(TimeSpan.parse("1.02:03:04.5"))
                .contains(Duration.ofDays(1)
                        .plusHours(2)
                        .plusMinutes(3)
                        .plusSeconds(4)
                        .plusMillis(500));
        assertThat(TimeSpan.parse("00:00:00.80")).contains(Duration.ofMillis(800));
        assertThat(TimeSpan.parse("24:00:00")).isEmpty();
        assertThat(TimeSpan.parse("-00:01:00")).isEmpty();
    }

    @Test
    void theAppIsCalledByTheFolderAboveItsBuildFolders() throws IOException {
        assertThat(read().name()).isEqualTo(app.getFileName().toString());
        var built = app.resolve("consumer/target/function-app");
        write("consumer/target/function-app/host.json", fixture("host-custom-handler.json"));
        write("consumer/target/function-app/http/function.json", fixture("function-http.json"));
        assertThat(FunctionApp.read(built, null, Map.of()).name()).isEqualTo("consumer");
    }

    private ServiceBusConnection connection() {
        return ((Trigger.ServiceBus) read().functions().get(1).trigger()).connection();
    }

    private FunctionApp read() {
        return FunctionApp.read(app, null, Map.of());
    }

    private void refuses(String message) {
        assertThatThrownBy(this::read).isInstanceOf(AppFileException.class).hasMessage(app + "/" + message);
    }

    private void function(String json) throws IOException {
        write("http/function.json", json);
    }

    private void write(String name, String text) throws IOException {
        var file = app.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String fixture(String name) throws IOException {
        try (var file = FunctionAppTest.class.getResourceAsStream("/fixtures/" + name)) {
            return new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
