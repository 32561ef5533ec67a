package dev.sluice.emulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.ReceiveMode;
import java.io.IOException;
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
        long first = fillAndEmpty(body);
        awaitSpaceGivenBack(first);
        long second = fillAndEmpty(body);
        // As much again went through what was given back, beside what has stayed.
        assertThat(second).isLessThan(2 * first);
        awaitSpaceGivenBack(second);
    }

    /** Gives the largest size of the file. */
    private long fillAndEmpty(String body) throws IOException {
        long largest = 0;
        for (int round = 0; round < 40; round++) {
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
            largest = Math.max(largest, size());
        }
        return largest;
    }

    /** What is dead stays for the retention time; some traffic after that, and the space is given back. */
    private void awaitSpaceGivenBack(long before) {
        await().atMost(WAIT).pollInterval(1, TimeUnit.SECONDS).until(() -> {
            send("q", "a");
            complete("q");
            kept();
            return size() < before / 2;
        });
    }

    private long size() throws IOException {
        return Files.size(data().resolve("messages.mv"));
    }
}
