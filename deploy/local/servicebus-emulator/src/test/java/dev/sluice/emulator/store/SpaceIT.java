package dev.sluice.emulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.ReceiveMode;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The file is bounded by what is in it, and not by what went through it. */
class SpaceIT extends StoreTest {

    private static final int ROUND = 4_000;

    @Test
    void aQueueThatIsFilledAndEmptiedAgainAndAgainDoesNotGrowTheFile() throws Exception {
        open(data(), QueueOptions.named("q"), QueueOptions.named("stays"));
        var body = "x".repeat(1024);
        long largest = 0;
        long written = 0;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(65);
        for (int round = 0; System.nanoTime() < deadline || round < 20; round++) {
            for (int i = 0; i < ROUND; i += 100) {
                send("q", IntStream.range(0, 100).mapToObj(n -> body).toArray(String[]::new));
                send("stays", "one in a hundred");
                kept();
            }
            for (int left = ROUND; left > 0; ) {
                for (var delivery : queue("q").receive(100, ReceiveMode.PEEK_LOCK)) {
                    queue("q").complete(delivery.lockToken());
                    left--;
                }
                kept();
            }
            written += ROUND * 1024L;
            largest = Math.max(largest, Files.size(data().resolve("messages.mv")));
        }
        System.out.printf(
                "SpaceIT: %d MB of bodies went through a file of at most %d MB%n", written >> 20, largest >> 20);
        // What is dead stays for the retention time, 15 seconds of traffic in all: the bound is a part of what went
        // through.
        assertThat(largest).isLessThan(Math.max(64 << 20, written / 2));
        long before = Files.size(data().resolve("messages.mv"));
        // Some traffic after the retention time, and the space is given back.
        await().atMost(WAIT).pollInterval(1, TimeUnit.SECONDS).until(() -> {
            send("q", "a");
            complete("q");
            kept();
            return Files.size(data().resolve("messages.mv")) < before / 2 || before < 8 << 20;
        });
    }
}
