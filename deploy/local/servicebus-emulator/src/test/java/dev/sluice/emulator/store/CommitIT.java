package dev.sluice.emulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.ReceiveMode;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes before an acknowledgement, and what happens when that can't be done. */
class CommitIT extends StoreTest {

    @BeforeEach
    void watch() {
        FilePath.register(new WatchedFiles());
        scheme = WatchedFiles.SCHEME;
        WatchedFiles.EVENTS.clear();
    }

    @AfterEach
    void unwatch() {
        WatchedFiles.full = false;
        WatchedFiles.onWrite = () -> {};
    }

    @Test
    void withFsyncTheDiskIsForcedBetweenTheWriteAndTheAcknowledgement() {
        fsync = true;
        open(data(), QueueOptions.named("q"));
        kept();
        WatchedFiles.EVENTS.clear();
        send("q", "a");
        store.whenKept(store.mark(), () -> WatchedFiles.EVENTS.add("acknowledged"));
        await().atMost(WAIT).until(() -> WatchedFiles.EVENTS.contains("acknowledged"));
        var events = WatchedFiles.EVENTS;
        assertThat(events.indexOf("write")).isNotNegative().isLessThan(events.indexOf("force"));
        assertThat(events.indexOf("force")).isLessThan(events.indexOf("acknowledged"));
    }

    @Test
    void withoutFsyncItIsWrittenAndNotForced() {
        open(data(), QueueOptions.named("q"));
        kept();
        WatchedFiles.EVENTS.clear();
        send("q", "a");
        store.whenKept(store.mark(), () -> WatchedFiles.EVENTS.add("acknowledged"));
        await().atMost(WAIT).until(() -> WatchedFiles.EVENTS.contains("acknowledged"));
        assertThat(WatchedFiles.EVENTS.get(0)).isEqualTo("write");
        assertThat(WatchedFiles.EVENTS).doesNotContain("force");
    }

    @Test
    void whatComesDuringACommitGoesIntoTheNext() throws Exception {
        open(data(), QueueOptions.named("q"));
        kept();
        var writing = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        WatchedFiles.onWrite = () -> {
            writing.countDown();
            try {
                goOn.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        send("q", "a");
        long first = store.mark();
        assertThat(writing.await(60, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 100; i++) {
            send("q", "b" + i);
        }
        assertThat(store.mark()).as("one commit for all that came").isEqualTo(first + 1);
        assertThat(store.isKept(first)).isFalse();
        goOn.countDown();
        kept();
    }

    @Test
    void operationsWaitForAStoreThatLagsBehind() throws Exception {
        open(data(), QueueOptions.named("q").maxSizeBytes(1L << 40));
        kept();
        var goOn = new CountDownLatch(1);
        WatchedFiles.onWrite = () -> {
            try {
                goOn.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        var sent = new AtomicInteger();
        var done = new AtomicBoolean();
        var body = "x".repeat(1 << 20);
        var sender = Executors.newSingleThreadExecutor();
        try {
            sender.execute(() -> {
                for (int i = 0; i < 200; i++) {
                    send("q", body);
                    sent.incrementAndGet();
                }
                done.set(true);
            });
            await().atMost(WAIT).until(() -> sent.get() > 32);
            await().during(500, TimeUnit.MILLISECONDS).atMost(WAIT).until(() -> sent.get() < 100);
            goOn.countDown();
            await().atMost(WAIT).untilTrue(done);
            kept();
        } finally {
            goOn.countDown();
            sender.shutdown();
        }
    }

    @Test
    void aFullDiskIsSaidNothingIsAcknowledgedAndNothingIsLost() throws Exception {
        open(data(), QueueOptions.named("q"));
        send("q", "a", "b");
        kept();
        WatchedFiles.full = true;
        send("q", "lost");
        long mark = store.mark();
        var told = new AtomicBoolean();
        store.whenKept(mark, () -> told.set(true));
        await().atMost(WAIT).untilTrue(told);
        assertThat(store.isKept(mark)).isFalse();
        assertThat(store.failure().reason()).isEqualTo(BrokerException.Reason.STORE_FAILED);
        assertThat(store.failure())
                .hasMessageContaining(data().resolve("messages.mv").toString())
                .hasMessageContaining("No space left on device");
        assertThat(log()).contains("No space left on device");
        assertThatThrownBy(() -> send("q", "c")).isSameAs(store.failure());
        store.close();
        WatchedFiles.full = false;
        open(data(), QueueOptions.named("q"));
        assertThat(bodies("q")).containsExactly("a", "b");
    }

    @Test
    void aMoveIsNeverCutInTwo() throws Exception {
        var options = new QueueOptions[] {
            QueueOptions.named("a").forwardDeadLetteredMessagesTo("b").maxSizeBytes(1L << 40),
            QueueOptions.named("b").maxSizeBytes(1L << 40)
        };
        open(data(), options);
        var writing = new ReentrantLock();
        WatchedFiles.onWrite = () -> {
            writing.lock();
            writing.unlock();
        };
        var a = queue("a");
        var sending = store;
        var threads = Executors.newFixedThreadPool(3);
        var stop = new AtomicBoolean();
        try {
            for (int i = 0; i < 3; i++) {
                threads.execute(() -> {
                    while (!stop.get()) {
                        a.send(List.of(message("m")));
                        for (var delivery : a.receive(1, ReceiveMode.PEEK_LOCK)) {
                            a.deadLetter(delivery.lockToken(), Map.of());
                        }
                        // Like a client that waits for its answers: else there are millions after a minute.
                        while (!sending.isKept(sending.mark()) && sending.failure() == null) {
                            LockSupport.parkNanos(100_000);
                        }
                    }
                });
            }
            // Each image is taken between two writes, as a kill would leave it; each message is in a or in b, and in
            // one
            // of them.
            for (int round = 0; round < 20; round++) {
                var image = Files.createTempDirectory(folder, "image");
                writing.lock();
                try {
                    for (var file : List.of("acknowledged", "messages.mv")) {
                        Files.copy(data().resolve(file), image.resolve(file));
                    }
                } finally {
                    writing.unlock();
                }
                var live = store;
                var liveBroker = broker;
                open(image, options);
                long inA = broker.counts("a").orElseThrow().active();
                long inB = broker.counts("b").orElseThrow().active();
                long last = store.entity("a", false).lastSequenceNumber();
                store.close();
                store = live;
                broker = liveBroker;
                assertThat(inA + inB).as("sent and nowhere, or in two places").isEqualTo(last);
            }
        } finally {
            stop.set(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
