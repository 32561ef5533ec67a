package dev.sluice.emulator.broker;

import java.util.Map;

/** Turns properties, whose values are of the protocol's types, into bytes for a store and back. Thread-safe. */
public interface PropertyCodec {

    /** Encodes them. */
    byte[] encode(Map<String, Object> properties);

    /** Decodes what {@link #encode} made; throws IllegalArgumentException for anything else. */
    Map<String, Object> decode(byte[] encoded);
}
