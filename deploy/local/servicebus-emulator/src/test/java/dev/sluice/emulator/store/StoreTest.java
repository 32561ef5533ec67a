package dev.sluice.emulator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.amqp.AmqpMessageFormat;
import dev.sluice.emulator.amqp.AmqpPropertyCodec;
import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.Delivery;
import dev.sluice.emulator.broker.MessageQueue;
import dev.sluice.emulator.broker.NewMessage;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.QueuedMessage;
import dev.sluice.emulator.broker.ReceiveMode;
import dev.sluice.emulator.broker.TopicOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of the store share: brokers on real files, on a clock that the test moves, and what was logged. */
abstract class StoreTest {

    static final Duration WAIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    Instant now = Instant.parse("2026-01-01T00:00:00.123456Z");
    String scheme = "";
    boolean fsync;
    boolean autoCreate;
    DurableStore store;
    Broker broker;

    // Of the store that was opened last.
    private Path directory;

    private final List<DurableStore> opened = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger("dev.sluice.emulator.store");
    private final Handler capture = new Handler() {
        @Override
        public void publish(LogRecord line) {
            synchronized (logged) {
                logged.add(line.getLevel() + " " + new SimpleFormatter().formatMessage(line));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(capture);
    }

    @AfterEach
    void closeAll() {
        logger.removeHandler(capture);
        opened.forEach(DurableStore::close);
    }

    /** Everything that was logged, a line for each event. */
    String log() {
        synchronized (logged) {
            return String.join("\n", logged);
        }
    }

    void open(Path directory, QueueOptions... queues) {
        open(directory, List.of(queues), List.of());
    }

    void open(Path directory, List<QueueOptions> queues, List<TopicOptions> topics) {
        this.directory = directory;
        store = DurableStore.open(directory, fsync, new AmqpPropertyCodec(), scheme);
        opened.add(store);
        broker = new Broker(clock(), (when, work) -> () -> {}, new AmqpMessageFormat(), autoCreate, store);
        broker.declare(queues, topics);
    }

    /** What a process that is killed at this moment leaves behind. */
    Path killed() throws IOException {
        kept();
        var copy = Files.createTempDirectory(folder, "killed");
        for (var file : List.of("messages.mv", "acknowledged")) {
            Files.copy(directory.resolve(file), copy.resolve(file));
        }
        return copy;
    }

    void kept() {
        long mark = store.mark();
        var told = new CountDownLatch(1);
        store.whenKept(mark, told::countDown);
        try {
            assertThat(told.await(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertThat(store.isKept(mark)).isTrue();
    }

    Path data() {
        return folder.resolve("data");
    }

    MessageQueue queue(String path) {
        return broker.find(path).orElseThrow();
    }

    void send(String path, String... bodies) {
        queue(path).send(Arrays.stream(bodies).map(StoreTest::message).toList());
    }

    static NewMessage message(String body) {
        return new NewMessage(bytes(body), body, null, null, null);
    }

    static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    Delivery receive(String path) {
        var deliveries = queue(path).receive(1, ReceiveMode.PEEK_LOCK);
        assertThat(deliveries).as("a message is ready in " + path).hasSize(1);
        return deliveries.get(0);
    }

    void complete(String path) {
        queue(path).complete(receive(path).lockToken());
    }

    List<String> bodies(String path) {
        return queue(path).peek(0, 1_000_000).stream().map(StoreTest::body).toList();
    }

    static String body(QueuedMessage message) {
        return new String(message.content().encoded(), StandardCharsets.UTF_8);
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
