package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.OrderLoad;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can be done to a namespace, seen through producer; nobody consumes. */
class NamespacesIT {
    private static final int ORDERS = 20;

    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder()
                .inlet(Inlet.PROCESSOR)
                .consumers(0)
                .durable()
                .secondNamespace()
                .start();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void whatADurableNamespaceHasAcknowledgedSurvivesItsKilling() throws Exception {
        long before = stack.queued();
        long pid = stack.emulator().pid();
        assertThat(new OrderLoad(stack.producerUrl(), Map.of(), new Ledger())
                        .post(ORDERS)
                        .accepted())
                .isEqualTo(ORDERS);

        stack.emulator().kill();
        assertThatThrownBy(stack::queued).isInstanceOf(StackException.class);
        stack.emulator().restart();

        assertThat(stack.emulator().pid()).isNotEqualTo(pid);
        assertThat(stack.queued()).isEqualTo(before + ORDERS);
        assertThat(stack.secondEmulator().orElseThrow().pid())
                .isNotEqualTo(stack.emulator().pid());
    }

    @Test
    void aNamespaceThatIsPausedAnswersWhenItGoesOn() throws Exception {
        stack.emulator().pause();
        assertThatThrownBy(() -> health(Duration.ofMillis(500))).isInstanceOf(HttpTimeoutException.class);

        stack.emulator().resume();
        assertThat(health(Duration.ofSeconds(20))).isEqualTo(200);
    }

    private static int health(Duration patience) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(stack.emulator().adminUrl().resolve("/health"))
                .timeout(patience)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
