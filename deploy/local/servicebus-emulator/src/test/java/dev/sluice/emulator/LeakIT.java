package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.emulator.broker.QueueOptions;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** That closing gives back what was taken. Netty's leak detection is on in all tests: see {@link LeakCheck}. */
class LeakIT extends SdkTest {

    @Test
    void everyBufferIsTracked() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    }

    @Test
    void nothingOfOursIsLeftAfterCloseInTheMiddleOfWork() throws Exception {
        for (int i = 0; i < 5; i++) {
            start(QueueOptions.named("orders"));
            var sender = clients().sender().queueName("orders").buildClient();
            sender.sendMessage(message("x".repeat(100_000)));
            var open = RawClient.opened(emulator.port());
            var halfOpen = new Socket("127.0.0.1", emulator.port());
            emulator.close();
            sender.close();
            open.close();
            halfOpen.close();
        }
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .noneMatch(name -> name.startsWith("sluice-emulator")));
        LeakCheck.requireNone();
        var buffers = PooledByteBufAllocator.DEFAULT.metric();
        assertThat(buffers.directArenas())
                .as("buffers that are handed out and not given back")
                .allSatisfy(arena -> assertThat(arena.numActiveAllocations()).isZero());
    }
}
