package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sluice.azure.catalog.ResourceId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/** Azure Resource Manager, on loopback, with one subscription in it. */
public final class ArmStandIn implements AutoCloseable {
    /** The subscription that there is. */
    public static final String SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";

    /** The tenant that it belongs to. */
    public static final String TENANT = "00000000-0000-0000-0000-00000000ffff";

    private static final int LARGEST_BODY = 1 << 20;
    private static final int THREADS = 8;

    private final ObjectMapper json = new ObjectMapper();
    private final ResourceStore store = new ResourceStore();
    private final RunCommands commands = new RunCommands();
    private final ResourceOperations operations =
            new ResourceOperations(store, new AzureValues(store, TENANT), commands);
    private final Dispatcher dispatcher = new Dispatcher(store, operations);
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final Faults faults = new Faults();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final TlsCertificate certificate;
    private final HttpsServer server;
    private final SignIn signIn;

    private ArmStandIn(TlsCertificate certificate, HttpsServer server) {
        this.certificate = certificate;
        this.server = server;
        signIn = new SignIn(address(), SUBSCRIPTION, TENANT);
    }

    /** @param directory where its certificate is left */
    public static ArmStandIn start(Path directory) throws IOException, InterruptedException {
        TlsCertificate certificate = TlsCertificate.make(directory);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        ArmStandIn arm = new ArmStandIn(certificate, server);
        server.setExecutor(arm.threads);
        server.createContext("/", arm::serve);
        server.start();
        return arm;
    }

    /** {@code https://localhost:<port>}. */
    public String address() {
        return "https://localhost:" + server.getAddress().getPort();
    }

    /** The certificate to trust, in PEM. */
    public Path certificate() {
        return certificate.pem();
    }

    /** Failures to order. */
    public Faults faults() {
        return faults;
    }

    /** All requests to the resource manager so far, in the order in which they came, refused ones included. */
    public synchronized List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** Forgets the requests so far, not the resources. */
    public synchronized void forget() {
        exchanges.clear();
        refused.clear();
    }

    /** What Azure would not have taken, ordered failures and looking for what is not there aside. */
    public synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    /** Requests that came before what they depend on was done. */
    public synchronized List<String> early() {
        return operations.early();
    }

    /** Children that a parent's PUT did away with. */
    public synchronized List<String> dropped() {
        return store.dropped();
    }

    /** Every resource as a GET shows it, by lower-case id. */
    public synchronized Map<String, JsonNode> resources() {
        Map<String, JsonNode> shown = new TreeMap<>();
        store.all().forEach(resource -> shown.put(resource.id().key(), operations.show(resource)));
        return shown;
    }

    /** Puts resources without a call, each of them done at once. */
    public synchronized void load(List<Exchange> puts) {
        for (Exchange put : puts) {
            operations.put(ResourceId.of(put.path()), put.body());
            store.all().forEach(Resource::settle);
        }
    }

    /** Changes a stored resource behind everybody's back. */
    public synchronized void edit(String id, Consumer<ObjectNode> change) {
        change.accept(operations.existing(ResourceId.of(id)).body());
    }

    /** Takes a resource away behind everybody's back. */
    public synchronized void remove(String id) {
        store.remove(operations.existing(ResourceId.of(id)).id());
    }

    /** Says what scripts in virtual machines end with. */
    public void answerCommands(Function<ObjectNode, RunResult> outcome) {
        commands.answer(outcome);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange http) throws IOException {
        try (http) {
            Answer answer;
            try {
                answer = answer(http);
            } catch (RuntimeException broken) {
                answer = Answer.error(500, "StandInBroken", broken.toString());
                note("broken: " + http.getRequestURI() + ": " + broken);
            }
            byte[] body = answer.body().isMissingNode() ? new byte[0] : json.writeValueAsBytes(answer.body());
            http.getResponseHeaders().add("Content-Type", "application/json");
            if (answer.status() == 429) {
                http.getResponseHeaders().add("Retry-After", "0");
            }
            boolean silent = body.length == 0 || http.getRequestMethod().equals("HEAD");
            http.sendResponseHeaders(answer.status(), silent ? -1 : body.length);
            if (!silent) {
                http.getResponseBody().write(body);
            }
        }
    }

    private synchronized void note(String refusal) {
        refused.add(refusal);
    }

    private Answer answer(HttpExchange http) throws IOException {
        URI uri = http.getRequestURI();
        byte[] sent = http.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (uri.getPath().endsWith("/.well-known/openid-configuration")) {
            return Answer.of(200, signIn.configuration());
        } else if (uri.getPath().endsWith("/oauth2/token")) {
            return Answer.of(200, signIn.token());
        } else if (uri.getPath().equals("/subscriptions")) {
            ObjectNode list = JsonNodeFactory.instance.objectNode();
            list.putArray("value").add(signIn.subscription());
            return Answer.of(200, list);
        } else if (sent.length > LARGEST_BODY) {
            return Answer.error(413, "RequestEntityTooLarge", "more than 1 MB");
        }
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        JsonNode body = sent.length == 0 ? MissingNode.getInstance() : json.readTree(sent);
        return handle(new Exchange(http.getRequestMethod(), uri.getPath(), query, version(query), body));
    }

    private synchronized Answer handle(Exchange exchange) {
        exchanges.add(exchange);
        return faults.strike(exchange).orElseGet(() -> {
            try {
                return dispatcher.handle(exchange);
            } catch (Refusal refusal) {
                boolean looking =
                        exchange.method().equals("GET") && refusal.getMessage().startsWith("404 Resource");
                if (!looking) {
                    refused.add(exchange + ": " + refusal.getMessage());
                }
                return refusal.answer();
            }
        });
    }

    private static String version(String query) {
        for (String parameter : query.split("&")) {
            if (parameter.startsWith("api-version=")) {
                return parameter.substring("api-version=".length());
            }
        }
        return "";
    }
}
