package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.NewMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the broker's messages of what senders transfer: one message, or a batch of them. */
final class MessageReader {

    /** The message format of a batch: every data section holds one encoded message. */
    static final int BATCH_FORMAT = 0x80013700;

    private static final String SCHEDULED_ENQUEUE_TIME = "x-opt-scheduled-enqueue-time";
    private static final int HEADER_TTL = 2;
    private static final int PROPERTIES_GROUP_ID = 10;
    private static final int MAX_IDENTIFIER_LENGTH = 128;

    private MessageReader() {}

    /**
     * Reads a transfer.
     *
     * @param payload what was transferred; becomes the broker's and must not be changed any more
     * @throws IllegalArgumentException if it is not what the format says
     * @throws BrokerException if a message breaks a rule of Service Bus; then none of its batch is taken
     */
    static List<NewMessage> readTransfer(byte[] payload, int messageFormat) {
        return messageFormat == BATCH_FORMAT ? readBatch(payload) : List.of(read(payload));
    }

    /** Reads one encoded message. */
    static NewMessage read(byte[] encoded) {
        var sections = MessageSections.of(encoded);
        checkNesting(encoded, sections.annotations());
        checkNesting(encoded, sections.applicationProperties());
        String messageId = null;
        String sessionId = null;
        if (sections.properties() >= 0) {
            var reader = new EncodedReader(encoded, sections.properties(), encoded.length - sections.properties());
            int fields = reader.enterList();
            messageId = fields == 0 ? null : identifier("message", reader.scalar());
            sessionId = sessionId(reader, fields);
        }
        return new NewMessage(
                encoded,
                messageId,
                sessionId,
                sections.header() < 0 ? null : timeToLive(encoded, sections.header()),
                sections.annotations() < 0 ? null : scheduledEnqueueTime(encoded, sections));
    }

    private static void checkNesting(byte[] encoded, int section) {
        if (section >= 0) {
            Nesting.check(encoded, section);
        }
    }

    private static List<NewMessage> readBatch(byte[] payload) {
        var messages = new ArrayList<NewMessage>();
        var reader = new EncodedReader(payload, 0, payload.length);
        while (reader.hasRemaining()) {
            if (reader.descriptor() == MessageSections.DATA) {
                int length = reader.skipBinary();
                messages.add(read(Arrays.copyOfRange(payload, reader.position() - length, reader.position())));
            } else {
                reader.skip();
            }
        }
        return messages;
    }

    /** Reads on from behind the message id. */
    private static String sessionId(EncodedReader properties, int fields) {
        if (fields <= PROPERTIES_GROUP_ID) {
            return null;
        }
        for (int i = 1; i < PROPERTIES_GROUP_ID; i++) {
            properties.skip();
        }
        return identifier("session", properties.scalar());
    }

    private static String identifier(String of, Object id) {
        var text = id == null ? null : id.toString();
        if (text != null && text.length() > MAX_IDENTIFIER_LENGTH) {
            throw new BrokerException(
                    BrokerException.Reason.INVALID_ARGUMENT,
                    "The " + of + " id must not be longer than " + MAX_IDENTIFIER_LENGTH + " characters.");
        }
        return text;
    }

    private static Duration timeToLive(byte[] encoded, int header) {
        var reader = new EncodedReader(encoded, header, encoded.length - header);
        int fields = reader.enterList();
        Object value = null;
        for (int i = 0; i <= HEADER_TTL && i < fields; i++) {
            value = i == HEADER_TTL ? reader.scalar() : skip(reader);
        }
        // The SDK writes the largest uint for "longer than fits"; the queue's default then decides.
        return value instanceof Long millis && millis > 0 && millis < 0xFFFF_FFFFL ? Duration.ofMillis(millis) : null;
    }

    private static Object skip(EncodedReader reader) {
        reader.skip();
        return null;
    }

    private static Instant scheduledEnqueueTime(byte[] encoded, MessageSections sections) {
        var reader = sections.annotationsOf(encoded);
        Object time = null;
        for (int i = reader.enterMap(); i > 0; i--) {
            if (SCHEDULED_ENQUEUE_TIME.equals(reader.scalar())) {
                time = reader.scalar();
            } else {
                reader.skip();
            }
        }
        if (reader.hasRemaining()) {
            throw new IllegalArgumentException("the message annotations are not what their length says");
        }
        return time instanceof Instant instant ? instant : null;
    }
}
