package dev.sluice.emulator.amqp;

import java.nio.charset.StandardCharsets;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.SaslListener;
import org.apache.qpid.proton.engine.Transport;

/**
 * Offers the SASL mechanisms that Azure offers. PLAIN carries the name and the key of a shared access policy, and is
 * refused if they are wrong; with the others everybody gets in, as who may do what is said at {@code $cbs}.
 */
final class SaslNegotiation implements SaslListener {

    private final ConnectionAccess access;
    private boolean refused;

    private SaslNegotiation(ConnectionAccess access) {
        this.access = access;
    }

    static SaslNegotiation offer(Transport transport, ConnectionAccess access) {
        var sasl = transport.sasl();
        sasl.server();
        sasl.setMechanisms("MSSBCBS", "PLAIN", "ANONYMOUS", "EXTERNAL");
        var negotiation = new SaslNegotiation(access);
        sasl.setListener(negotiation);
        return negotiation;
    }

    /** Whether the client was turned away; the engine would let it go on. */
    boolean isRefused() {
        return refused;
    }

    @Override
    public void onSaslInit(Sasl sasl, Transport transport) {
        // Read in any case, so that the engine goes on.
        var response = new byte[Math.max(0, sasl.pending())];
        sasl.recv(response, 0, response.length);
        var mechanisms = sasl.getRemoteMechanisms();
        boolean plain = mechanisms.length > 0 && mechanisms[0].equals("PLAIN");
        refused = plain && !knows(response);
        sasl.done(refused ? Sasl.SaslOutcome.PN_SASL_AUTH : Sasl.SaslOutcome.PN_SASL_OK);
    }

    /** RFC 4616: an authorization identity, the name and the password, parted by NUL. */
    private boolean knows(byte[] response) {
        var parts = new String(response, StandardCharsets.UTF_8).split("\0", -1);
        return parts.length == 3 ? access.login(parts[1], parts[2]) : !access.isChecked();
    }

    @Override
    public void onSaslResponse(Sasl sasl, Transport transport) {}

    @Override
    public void onSaslMechanisms(Sasl sasl, Transport transport) {}

    @Override
    public void onSaslChallenge(Sasl sasl, Transport transport) {}

    @Override
    public void onSaslOutcome(Sasl sasl, Transport transport) {}
}
