package dev.sluice.emulator.broker;

/** The encoded bytes of a message: in memory, or wherever a store keeps them until they are needed. Thread-safe. */
public interface Body {

    /** Bytes that are in memory, and stay there; nobody may change them any more. */
    static Body of(byte[] encoded) {
        return new Held(encoded);
    }

    /**
     * The bytes, fetched if they are elsewhere.
     *
     * @throws BrokerException MESSAGE_DAMAGED if they can't be read any more, STORE_FAILED if nothing can
     */
    byte[] encoded();

    /** How many bytes there are; known without fetching them. */
    int size();

    /** The same with its bytes in memory for as long as it is referenced; throws like {@link #encoded}. */
    Body held();

    /** Bytes in memory. */
    record Held(byte[] encoded) implements Body {

        @Override
        public int size() {
            return encoded.length;
        }

        @Override
        public Body held() {
            return this;
        }
    }
}
