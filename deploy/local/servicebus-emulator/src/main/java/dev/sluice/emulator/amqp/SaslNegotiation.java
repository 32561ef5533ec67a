package dev.sluice.emulator.amqp;

import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.SaslListener;
import org.apache.qpid.proton.engine.Transport;

/** Offers the SASL mechanisms that Azure offers and lets everybody in: who may do what is said at {@code $cbs}. */
final class SaslNegotiation implements SaslListener {

    private SaslNegotiation() {}

    static void offer(Transport transport) {
        var sasl = transport.sasl();
        sasl.server();
        sasl.setMechanisms("MSSBCBS", "PLAIN", "ANONYMOUS", "EXTERNAL");
        sasl.setListener(new SaslNegotiation());
    }

    @Override
    public void onSaslInit(Sasl sasl, Transport transport) {
        if (sasl.pending() > 0) {
            // PLAIN's user and password: read, so that the engine goes on, and not looked at.
            sasl.recv(new byte[sasl.pending()], 0, sasl.pending());
        }
        sasl.done(Sasl.SaslOutcome.PN_SASL_OK);
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
