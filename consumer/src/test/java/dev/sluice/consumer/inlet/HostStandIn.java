package dev.sluice.consumer.inlet;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusProcessorClient;
import com.azure.messaging.servicebus.ServiceBusReceivedMessageContext;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import dev.sluice.consumer.inlet.HostEncoder.DataType;
import dev.sluice.consumer.inlet.HostEncoder.Sent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** As much of a Functions host as a trigger needs: receives one message at a time, posts it and settles by the answer. */
final class HostStandIn implements AutoCloseable {
    static final String ANSWER = "{\"Outputs\":{},\"Logs\":[],\"ReturnValue\":null}";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger wrongAnswers = new AtomicInteger();
    private final Supplier<URI> function;
    private final ServiceBusProcessorClient processor;

    /** @param function the handler's address, which may change when it is started anew */
    HostStandIn(String connectionString, Supplier<URI> function) {
        this.function = function;
        this.processor = new ServiceBusClientBuilder()
                .connectionString(connectionString)
                .processor()
                .queueName("orders")
                .receiveMode(ServiceBusReceiveMode.PEEK_LOCK)
                .disableAutoComplete()
                .maxConcurrentCalls(4)
                .prefetchCount(0)
                .processMessage(this::invoke)
                .processError(error -> {})
                .buildProcessorClient();
        this.processor.start();
    }

    /** The next {@code count} good answers do not arrive, as if the handler had died right after its work. */
    void loseAnswers(int count) {
        answersToLose.set(count);
    }

    /** How many answers were not as the host needs them. */
    int wrongAnswers() {
        return wrongAnswers.get();
    }

    @Override
    public void close() {
        processor.close();
    }

    private void invoke(ServiceBusReceivedMessageContext context) {
        if (succeeded(HostEncoder.one(DataType.BINARY, Sent.of(context.getMessage())))
                && answersToLose.updateAndGet(left -> Math.max(-1, left - 1)) < 0) {
            context.complete();
        } else {
            context.abandon();
        }
    }

    private boolean succeeded(byte[] invocation) {
        HttpRequest request = HttpRequest.newBuilder(function.get())
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "Azure-Functions-Host/4.1052.300.0")
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofByteArray(invocation))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            String type = answer.headers().firstValue("Content-Type").orElse("");
            if (!answer.body().equals(ANSWER) || !type.startsWith("application/json")) {
                wrongAnswers.incrementAndGet();
            }
            return answer.statusCode() / 100 == 2;
        } catch (IOException handlerIsGone) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
