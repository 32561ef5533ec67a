package dev.sluice.emulator.amqp;

/**
 * Where the sections of an encoded message begin. Found once by stepping over them, so that a message is taken in and
 * handed out without its body being decoded.
 *
 * @param header where the value of the header is, or -1
 * @param annotations where the message annotations section begins, or -1 if there are none
 * @param properties where the value of the properties is, or -1
 * @param applicationProperties where the application properties section begins, or -1
 * @param bare where the bare message begins: all but header and annotations
 * @param body where the body begins, after the application properties if there are any
 * @see <a href="http://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-messaging-v1.0-os.html#section-message-format">AMQP
 *     1.0 part 3, section 3.2</a>
 */
record MessageSections(int header, int annotations, int properties, int applicationProperties, int bare, int body) {

    static final int HEADER = 0x70;
    static final int MESSAGE_ANNOTATIONS = 0x72;
    static final int PROPERTIES = 0x73;
    static final int APPLICATION_PROPERTIES = 0x74;
    static final int DATA = 0x75;
    static final int SEQUENCE = 0x76;
    static final int FOOTER = 0x78;

    // The SDK sends a section of annotations with every message, mostly without any in it: descriptor and empty map8.
    private static final int EMPTY_SECTION = 6;

    /**
     * Finds the sections, and sees to it that the message is whole.
     *
     * @throws IllegalArgumentException if that is not a message
     */
    static MessageSections of(byte[] message) {
        int header = -1;
        int annotations = -1;
        int properties = -1;
        int applicationProperties = -1;
        int bare = message.length;
        int body = message.length;
        var reader = new EncodedReader(message, 0, message.length);
        long last = 0;
        while (reader.hasRemaining()) {
            int start = reader.position();
            long code = reader.descriptor();
            requireOrder(last, code);
            last = code;
            int value = reader.position();
            reader.skip();
            if (code >= PROPERTIES) {
                bare = Math.min(bare, start);
            }
            if (code >= DATA) {
                body = Math.min(body, start);
            }
            switch ((int) code) {
                case HEADER -> header = value;
                case MESSAGE_ANNOTATIONS -> annotations = reader.position() - start > EMPTY_SECTION ? start : -1;
                case PROPERTIES -> properties = value;
                case APPLICATION_PROPERTIES -> applicationProperties = start;
                default -> {}
            }
        }
        return new MessageSections(header, annotations, properties, applicationProperties, bare, body);
    }

    /** A reader that stands before the map of the message annotations, of which there must be some, and ends with it. */
    EncodedReader annotationsOf(byte[] message) {
        // Nothing comes between them and the bare message.
        var reader = new EncodedReader(message, annotations, bare - annotations);
        reader.descriptor();
        return reader;
    }

    private static void requireOrder(long last, long code) {
        boolean repeated = code == last && (code == DATA || code == SEQUENCE);
        if (code < HEADER || code > FOOTER || (code <= last && !repeated)) {
            throw new IllegalArgumentException("no message section may have the code " + code + " here");
        }
    }
}
