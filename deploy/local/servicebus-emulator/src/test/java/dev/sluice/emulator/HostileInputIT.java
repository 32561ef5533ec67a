package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.emulator.broker.QueueOptions;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that break the protocol on purpose, while one that keeps to it sends and receives without a break. */
class HostileInputIT extends SdkTest {

    private static final UnsignedInteger MAX = UnsignedInteger.MAX_VALUE;

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private Thread healthy;

    @BeforeEach
    void startAndKeepBusy() {
        emulator = ServiceBusEmulator.builder()
                .queue(QueueOptions.named("orders"))
                .queue(QueueOptions.named("big"))
                .adminPort(-1)
                .maxConnections(60)
                .start();
        var sender = sender("orders");
        var receiver = receiver("orders");
        healthy = new Thread(() -> {
            try {
                while (!stop.get()) {
                    sender.sendMessage(message("healthy"));
                    receiver.complete(receiveOne(receiver));
                    rounds.incrementAndGet();
                }
            } catch (Throwable broken) {
                failure.set(broken);
            }
        });
        healthy.start();
        awaitRounds();
    }

    @AfterEach
    void theHealthyClientWentOn() throws Exception {
        awaitRounds();
        stop.set(true);
        healthy.join(60_000);
        assertThat(healthy.isAlive()).isFalse();
        assertThat(failure).hasValue(null);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP, 474554202f20485454502f312e310d0a0d0a",
        "TLS, 16030100c8010000c40303",
        "AMQP 0-9-1, 414d515000000901",
        "another minor version, 414d515003010001",
        "one wrong byte is enough, 58",
    })
    void aWrongProtocolHeaderIsAnsweredWithTheRightOne(String what, String bytes) throws Exception {
        try (var client = new RawClient(emulator.port())) {
            client.write(RawClient.hex(bytes));
            assertThat(client.readUntilClosed()).as(what).isEqualTo(new byte[] {'A', 'M', 'Q', 'P', 3, 1, 0, 0});
        }
    }

    @ParameterizedTest
    @CsvSource({
        "shorter than its own header, 00000007 02000000",
        "of no size, 00000000 02000000",
        "of negative size, ffffffff 02000000",
        "larger than agreed, 00010001 02000000",
        "whose data begins before its header ends, 00000008 01000000",
        "whose data begins after its end, 00000008 ff000000",
        "of an unknown type, 00000008 02050000",
        "of SASL after SASL is over, 0000000c 02010000 005344c0",
        "with an unknown performative, 0000000c 02000000 0053ff45",
        "that is not described, 0000000a 02000000 4041",
        "with an unknown type code, 0000000c 02000000 005310ff",
        "that ends within a list, 00000010 02000000 005310d0 00001000",
        "with a list of two milliards, 00000014 02000000 005310d0 7fffffff 7fffffff",
        "with an array of two milliards, 0000001f 02000000 005310c0 1203a101 61 40 f07ffffff07fffffff 71 00000000",
        "with a map of two milliards, 0000001c 02000000 005311d0 00000010 00000008 d17fffff ff7fffff",
        "with a string of two milliards, 00000014 02000000 005310c0 0701b17f ffffff61",
        "that opens twice without a name, 0000000c 02000000 00531045",
    })
    void aBrokenFrameClosesItsConnection(String what, String frame) throws Exception {
        try (var client = RawClient.opened(emulator.port())) {
            client.write(RawClient.hex(frame));
            client.readUntilClosed();
        }
    }

    @Test
    void valuesNestedWithoutEndCloseTheirConnection() throws Exception {
        for (var nested : new String[] {"00", "c00201", "d0000000ff00000001"}) {
            try (var client = RawClient.opened(emulator.port())) {
                var body = RawClient.hex("005312c0ff0e" + nested.repeat(60_000 * 2 / nested.length()));
                client.write(RawClient.frame(0, 0, body));
                client.readUntilClosed();
            }
        }
    }

    @Test
    void framesThatTheEngineWouldSwallowOrSpinOnCloseTheirConnection() throws Exception {
        var endless = new Disposition();
        endless.setRole(Role.RECEIVER);
        endless.setFirst(UnsignedInteger.ZERO);
        endless.setLast(MAX);
        var long1 = new Disposition();
        long1.setRole(Role.SENDER);
        long1.setFirst(UnsignedInteger.ONE);
        long1.setLast(UnsignedInteger.valueOf(4_000_000_000L));
        var again = new Begin();
        again.setNextOutgoingId(UnsignedInteger.ZERO);
        again.setIncomingWindow(UnsignedInteger.ONE);
        again.setOutgoingWindow(UnsignedInteger.ONE);
        assertCutOff(RawClient.frame(0, 0, RawClient.encoded(endless)));
        assertCutOff(RawClient.frame(0, 0, RawClient.encoded(long1)));
        assertCutOff(RawClient.frame(0, 0, RawClient.encoded(again)));
        assertCutOff(RawClient.frame(0, 5000, RawClient.encoded(again)));
        assertCutOff(RawClient.frame(0, 9, RawClient.encoded(attach("nowhere", 0))));
        assertCutOff(
                RawClient.frame(0, 0, RawClient.encoded(attach("taken", 0))),
                RawClient.frame(0, 0, RawClient.encoded(attach("again", 0))));
    }

    @Test
    void connectionsAboveTheLimitAreClosedAndRoomIsMadeByThoseThatGo() throws Exception {
        var open = new ArrayList<RawClient>();
        // The healthy client has two.
        for (int i = 0; i < 58; i++) {
            open.add(new RawClient(emulator.port()));
        }
        for (int i = 0; i < 20; i++) {
            try (var refused = new RawClient(emulator.port())) {
                assertThat(refused.readUntilClosed()).isEmpty();
            }
        }
        for (var client : open) {
            client.close();
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (var let = new RawClient(emulator.port())) {
                let.write(RawClient.hex("58"));
                assertThat(let.readUntilClosed()).hasSize(8);
            }
        });
    }

    @Test
    void aClientThatNeverReadsGetsNoMoreThanTheBuffersHold() throws Exception {
        var body = "x".repeat(1_000_000);
        var sender = sender("big");
        IntStream.range(0, 40).forEach(i -> sender.sendMessage(message(body)));
        try (var client = RawClient.opened(emulator.port())) {
            var attach = attach("greedy", 0);
            var source = new Source();
            source.setAddress("big");
            attach.setRole(Role.RECEIVER);
            attach.setSource(source);
            var flow = new Flow();
            flow.setNextIncomingId(UnsignedInteger.ZERO);
            flow.setIncomingWindow(MAX);
            flow.setNextOutgoingId(UnsignedInteger.ZERO);
            flow.setOutgoingWindow(MAX);
            flow.setHandle(UnsignedInteger.ZERO);
            flow.setDeliveryCount(UnsignedInteger.ZERO);
            flow.setLinkCredit(UnsignedInteger.valueOf(1_000_000));
            client.write(RawClient.frame(0, 0, RawClient.encoded(attach)));
            client.write(RawClient.frame(0, 0, RawClient.encoded(flow)));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> emulator.counts("big").locked() > 0);
            awaitRounds();
            assertThat(emulator.counts("big").active()).isPositive();
        }
    }

    @Test
    void connectionsThatComeAndGoLeaveNothingBehind() throws Exception {
        for (int i = 0; i < 500; i++) {
            new Socket("127.0.0.1", emulator.port()).close();
            RawClient.opened(emulator.port()).close();
        }
    }

    private void assertCutOff(byte[]... frames) throws IOException {
        try (var client = RawClient.opened(emulator.port())) {
            for (var frame : frames) {
                client.write(frame);
            }
            client.readUntilClosed();
        }
    }

    private static Attach attach(String name, int handle) {
        var attach = new Attach();
        attach.setName(name);
        attach.setHandle(UnsignedInteger.valueOf(handle));
        attach.setRole(Role.SENDER);
        attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
        attach.setSource(new Source());
        var target = new Target();
        target.setAddress("orders");
        attach.setTarget(target);
        return attach;
    }

    private void awaitRounds() {
        int enough = rounds.get() + 3;
        await().atMost(Duration.ofSeconds(60)).until(() -> rounds.get() >= enough || failure.get() != null);
        assertThat(failure).hasValue(null);
    }
}
