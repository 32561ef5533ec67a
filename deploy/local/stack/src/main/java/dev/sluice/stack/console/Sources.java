package dev.sluice.stack.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.stack.EmulatorProcess;
import dev.sluice.stack.FunctionKeys;
import dev.sluice.stack.Inlet;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.ServiceProcess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Asks all processes of a stack what they say about themselves, at the same time. */
final class Sources {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalStack stack;
    private final Map<String, String> headers;
    private final Questions questions = new Questions();

    Sources(LocalStack stack) {
        this.stack = stack;
        this.headers =
                stack.keys().map(keys -> FunctionKeys.header(keys.admin())).orElse(Map.of());
    }

    /** Asks once; who does not answer in time is away. */
    Reading read() {
        Map<String, CompletableFuture<Answer<QueueCounts>>> namespaces = new LinkedHashMap<>();
        for (EmulatorProcess emulator : emulators()) {
            namespaces.put(
                    emulator.name(),
                    ask(emulator.adminUrl(), "/entities", body -> QueueCounts.parse(JSON.readTree(body))));
        }
        Map<String, CompletableFuture<Answer<List<Instance>>>> services = new LinkedHashMap<>();
        for (ServiceProcess service : services()) {
            services.put(service.name(), instances(service));
        }
        CompletableFuture<Answer<ParkedOrders>> parked = consumer()
                .map(url -> ask(url, "/api/parked?limit=50", body -> ParkedOrders.parse(JSON.readTree(body))))
                .orElse(CompletableFuture.completedFuture(Answer.away("no consumer runs")));
        Map<String, Answer<List<Instance>>> found = joined(services);
        Map<Instance, CompletableFuture<Answer<MetricsText>>> metrics = new LinkedHashMap<>();
        found.values().stream()
                .filter(answer -> answer.value() != null)
                .flatMap(answer -> answer.value().stream())
                .forEach(instance -> metrics.put(instance, ask(instance.url(), "/q/metrics", Sources::metrics)));
        return new Reading(joined(namespaces), found, joined(metrics), parked.join());
    }

    /** The consumer that decides on parked orders: the first one that runs. */
    Optional<URI> consumer() {
        return stack.consumers().stream()
                .filter(ServiceProcess::isAlive)
                .map(ServiceProcess::url)
                .findFirst();
    }

    /** What a request has to carry, to be let in. */
    Map<String, String> headers() {
        return headers;
    }

    private CompletableFuture<Answer<List<Instance>>> instances(ServiceProcess service) {
        if (!service.isAlive()) {
            return CompletableFuture.completedFuture(new Answer<>(List.of(), "has ended"));
        }
        if (stack.inlet() == Inlet.PROCESSOR) {
            return CompletableFuture.completedFuture(Answer.of(List.of(
                    new Instance(service.name(), service.name(), Instance.READY, service.pid(), service.url()))));
        }
        return ask(service.url(), "/admin/host/status", body -> Instance.parse(service.name(), JSON.readTree(body)));
    }

    private <T> CompletableFuture<Answer<T>> ask(URI root, String path, Questions.Reader<T> reader) {
        return questions.ask(root.resolve(path), headers, reader);
    }

    private List<EmulatorProcess> emulators() {
        return Stream.concat(Stream.of(stack.emulator()), stack.secondEmulator().stream())
                .toList();
    }

    private List<ServiceProcess> services() {
        return Stream.concat(Stream.of(stack.producer()), stack.consumers().stream())
                .toList();
    }

    private static MetricsText metrics(byte[] body) {
        return MetricsText.parse(new String(body, StandardCharsets.UTF_8));
    }

    private static <K, T> Map<K, T> joined(Map<K, CompletableFuture<T>> answers) {
        Map<K, T> joined = new LinkedHashMap<>();
        answers.forEach((whom, answer) -> joined.put(whom, answer.join()));
        return joined;
    }
}
