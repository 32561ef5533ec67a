package dev.sluice.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.NewMessage;
import dev.sluice.emulator.broker.QueuedMessage;
import dev.sluice.emulator.rules.RuleChanges;
import dev.sluice.emulator.rules.RuleEvaluationException;
import dev.sluice.emulator.rules.SystemProperty;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;

class AmqpMessageFormatTest {

    private final AmqpMessageFormat format = new AmqpMessageFormat();

    private static QueuedMessage queued(byte[] encoded) {
        return queued(MessageReader.read(encoded));
    }

    private static QueuedMessage queued(NewMessage message) {
        var queue = new Broker(Clock.systemUTC(), (when, work) -> () -> {}, new AmqpMessageFormat(), true)
                .find("q")
                .orElseThrow();
        queue.send(List.of(message));
        return queue.peek(0, 1).get(0);
    }

    private static Message full() {
        var message = Message.Factory.create();
        message.setMessageId(UUID.fromString("00000000-0000-0000-0000-000000000001"));
        message.setCorrelationId("corr");
        message.setSubject("label");
        message.setAddress("to");
        message.setReplyTo("back");
        message.setGroupId("session");
        message.setReplyToGroupId("back-session");
        message.setContentType("text/plain");
        message.setTtl(60_000);
        message.setPriority((short) 7);
        message.setMessageAnnotations(
                new MessageAnnotations(new HashMap<>(Map.of(Symbol.valueOf("x-opt-partition-key"), "key"))));
        var properties = new HashMap<String, Object>();
        properties.put("Text", "a");
        properties.put("symbol", Symbol.valueOf("s"));
        properties.put("ubyte", UnsignedByte.valueOf((byte) -1));
        properties.put("uint", UnsignedInteger.valueOf(-1));
        properties.put("ulong", UnsignedLong.valueOf(5));
        properties.put("huge", UnsignedLong.valueOf(-1));
        properties.put("time", new Date(0));
        properties.put("null", null);
        message.setApplicationProperties(new ApplicationProperties(properties));
        message.setBody(new Data(new Binary("body".getBytes())));
        return message;
    }

    private static byte[] encoded(Message message) {
        var buffer = new byte[4000];
        return Arrays.copyOf(buffer, message.encode(buffer, 0, buffer.length));
    }

    @Test
    void rulesSeeEveryProperty() {
        var view = format.view(queued(encoded(full())));
        assertThat(view.system(SystemProperty.MESSAGE_ID)).isEqualTo("00000000-0000-0000-0000-000000000001");
        assertThat(view.system(SystemProperty.CORRELATION_ID)).isEqualTo("corr");
        assertThat(view.system(SystemProperty.LABEL)).isEqualTo("label");
        assertThat(view.system(SystemProperty.TO)).isEqualTo("to");
        assertThat(view.system(SystemProperty.REPLY_TO)).isEqualTo("back");
        assertThat(view.system(SystemProperty.SESSION_ID)).isEqualTo("session");
        assertThat(view.system(SystemProperty.REPLY_TO_SESSION_ID)).isEqualTo("back-session");
        assertThat(view.system(SystemProperty.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(view.system(SystemProperty.PARTITION_KEY)).isEqualTo("key");
        assertThat(view.system(SystemProperty.TIME_TO_LIVE)).isEqualTo(Duration.ofMinutes(1));
        assertThat(view.system(SystemProperty.SEQUENCE_NUMBER)).isEqualTo(1L);
        assertThat(view.system(SystemProperty.ENQUEUED_SEQUENCE_NUMBER)).isEqualTo(1L);
        assertThat(view.system(SystemProperty.DELIVERY_COUNT)).isEqualTo(0L);
        assertThat(view.system(SystemProperty.ENQUEUED_TIME)).isInstanceOf(Instant.class);
        assertThat(view.system(SystemProperty.EXPIRES_AT)).isInstanceOf(Instant.class);
        assertThat(view.system(SystemProperty.STATE)).isEqualTo("Active");
        assertThat(view.system(SystemProperty.SIZE)).isEqualTo((long) encoded(full()).length);
        for (var absent : List.of(
                SystemProperty.LOCK_TOKEN,
                SystemProperty.LOCKED_UNTIL,
                SystemProperty.DEAD_LETTER_SOURCE,
                SystemProperty.SCHEDULED_ENQUEUE_TIME,
                SystemProperty.VIA_PARTITION_KEY)) {
            assertThat(view.system(absent)).isNull();
        }
        assertThat(view.application())
                .containsEntry("text", "a")
                .containsEntry("symbol", "s")
                .containsEntry("ubyte", 255L)
                .containsEntry("uint", 4294967295L)
                .containsEntry("ulong", 5L)
                .containsEntry("huge", new BigDecimal("18446744073709551615"))
                .containsEntry("time", Instant.EPOCH)
                .containsEntry("null", null)
                .hasSize(8);
    }

    @Test
    void aMessageWithoutPropertiesHasNone() {
        var view = format.view(queued(new byte[] {0, 0x53, 0x75, (byte) 0xa0, 1, 'x'}));
        assertThat(view.application()).isEmpty();
        assertThat(view.system(SystemProperty.LABEL)).isNull();
        assertThat(view.system(SystemProperty.PARTITION_KEY)).isNull();
    }

    @Test
    void aRewrittenMessageKeepsWhatWasNotChanged() {
        var system = new HashMap<SystemProperty, String>();
        system.put(SystemProperty.LABEL, "new");
        system.put(SystemProperty.MESSAGE_ID, "other");
        system.put(SystemProperty.PARTITION_KEY, null);
        system.put(SystemProperty.TO, null);
        var changes = new RuleChanges(Map.of("fresh", 5L), Set.of("TEXT", "symbol"), system);
        var rewritten = format.rewrite(queued(encoded(full())), changes);
        assertThat(rewritten.messageId()).isEqualTo("other");
        assertThat(rewritten.timeToLive()).isEqualTo(Duration.ofMinutes(1));
        var message = Message.Factory.create();
        message.decode(rewritten.encoded(), 0, rewritten.encoded().length);
        assertThat(message.getSubject()).isEqualTo("new");
        assertThat(message.getAddress()).isNull();
        assertThat(message.getCorrelationId()).isEqualTo("corr");
        assertThat(message.getGroupId()).isEqualTo("session");
        assertThat(message.getPriority()).isEqualTo((short) 7);
        assertThat(message.getMessageAnnotations().getValue()).isEmpty();
        assertThat(message.getApplicationProperties().getValue())
                .containsEntry("fresh", 5L)
                .containsEntry("huge", UnsignedLong.valueOf(-1))
                .doesNotContainKeys("Text", "symbol")
                .hasSize(7);
        assertThat(((Data) message.getBody()).getValue()).isEqualTo(new Binary("body".getBytes()));
    }

    @Test
    void everySettablePropertyIsSetAndReadBack() {
        for (var property : SystemProperty.values()) {
            if (property.isSettable()) {
                var changes = new RuleChanges(Map.of(), Set.of(), Map.of(property, "value"));
                var rewritten = queued(format.rewrite(queued(encoded(full())), changes));
                assertThat(format.view(rewritten).system(property))
                        .as("%s", property)
                        .isEqualTo("value");
            }
        }
    }

    @Test
    void propertiesThatCanNotBeReadAreARulesProblemAndNobodyElses() {
        // Application properties that are a map of one element, a list where a key should be.
        var broken = new byte[] {0, 0x53, 0x74, (byte) 0xc1, 3, 2, 0x45, 0x40, 0, 0x53, 0x75, (byte) 0xa0, 1, 'x'};
        var message = queued(broken);
        assertThatThrownBy(() -> format.view(message).application())
                .isInstanceOf(RuleEvaluationException.class)
                .hasMessageContaining("can't be read");
    }
}
