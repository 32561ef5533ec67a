package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.PropertyCodec;
import java.util.Map;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;

/** Properties as a section of application properties: every value that a client can set has its AMQP type. */
public final class AmqpPropertyCodec implements PropertyCodec {

    @Override
    public byte[] encode(Map<String, Object> properties) {
        return AmqpCodec.encode(new ApplicationProperties(properties));
    }

    @Override
    public Map<String, Object> decode(byte[] encoded) {
        return AmqpCodec.applicationProperties(encoded, 0);
    }
}
