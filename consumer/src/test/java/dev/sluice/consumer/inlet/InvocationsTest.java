package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.consumer.inlet.Decision.Finished;
import dev.sluice.consumer.inlet.Decision.GiveBack;
import dev.sluice.consumer.inlet.Decision.Hold;
import dev.sluice.consumer.inlet.Decision.PutAside;
import dev.sluice.consumer.inlet.Decision.SendAgain;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.messaging.MessageCounters;
import dev.sluice.telemetry.MessageSpans;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InvocationsTest {
    private static final SendAgain AGAIN = new SendAgain(MessageCounters.NONE.attempted(), Duration.ofSeconds(1));

    private final ConcurrentLinkedQueue<String> sent = new ConcurrentLinkedQueue<>();
    private Invocations invocations;

    @AfterEach
    void close() {
        invocations.close();
    }

    @Test
    void whatIsDoneOrSentMayGo() {
        List<Decision> decisions = List.of(new Finished(), new PutAside("r", "d"), AGAIN, new Hold(AGAIN));

        assertThat(handle(decisions, outlet(false))).isTrue();
        assertThat(sent).containsExactlyInAnyOrder("parked", "copy", "copy");
    }

    @Test
    void whatCannotBeSentComesBackAndTheOthersAreHandledAllTheSame() {
        assertThat(handle(List.of(AGAIN, new PutAside("r", "d"), new Finished()), outlet(true)))
                .isFalse();
        assertThat(sent).containsExactlyInAnyOrder("copy", "parked");
    }

    @Test
    void whatIsGivenBackComesBack() {
        assertThat(handle(List.of(new GiveBack(), new Finished()), outlet(false)))
                .isFalse();
    }

    @Test
    void anErrorInOneMessageIsNotTheOthers() {
        CountDownLatch others = new CountDownLatch(2);
        boolean all = handle(3, 1, outlet(false), message -> {
            if (message.sequenceNumber() == 0) {
                throw new StackOverflowError("scripted");
            }
            others.countDown();
            return new Finished();
        });

        assertThat(all).isFalse();
        assertThat(others.getCount()).isZero();
    }

    @Test
    void aStopAnswersEverybody() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(() -> handle(5, 1, outlet(false), message -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                return new GiveBack();
            }
            return new Finished();
        }));
        started.await();
        await().until(() -> invocations.inHand() == 1);

        invocations.close();

        assertThat(answer.join()).isFalse();
        assertThat(invocations.handle(List.of(message(9)), outlet(false))).isFalse();
    }

    private boolean handle(List<Decision> decisions, Outlet outlet) {
        return handle(decisions.size(), 2, outlet, message -> decisions.get((int) message.sequenceNumber()));
    }

    private boolean handle(int count, int concurrency, Outlet outlet, Function<InboundMessage, Decision> decisions) {
        invocations = new Invocations("orders", concurrency, decisions, new MessageSpans(OpenTelemetry.noop()));
        return invocations.handle(
                LongStream.range(0, count).mapToObj(InvocationsTest::message).toList(), outlet);
    }

    private Outlet outlet(boolean failing) {
        return new Outlet() {
            @Override
            public CompletableFuture<Void> copy(ServiceBusMessage message) {
                return send("copy");
            }

            @Override
            public CompletableFuture<Void> park(ServiceBusMessage message) {
                return send("parked");
            }

            private CompletableFuture<Void> send(String what) {
                sent.add(what);
                return failing
                        ? CompletableFuture.failedFuture(new IllegalStateException("not now"))
                        : CompletableFuture.completedFuture(null);
            }
        };
    }

    private static ReceivedMessage message(long number) {
        Map<String, Object> properties = Map.of("sluice-order-id", "0b8f9d4e-6f0a-5c55-9d5e-3b1f6a0c7d21");
        return new ReceivedMessage(
                new InboundMessage("primary", number, null, null, null, properties, new byte[0], 0, Instant.now()),
                () -> {
                    ServiceBusMessage again = new ServiceBusMessage(BinaryData.fromString("{}"));
                    again.getApplicationProperties().putAll(properties);
                    return again;
                });
    }
}
