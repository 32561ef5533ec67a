package dev.sluice.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.fault.Fault;
import dev.sluice.emulator.fault.FaultKind;
import dev.sluice.emulator.fault.Faults;
import dev.sluice.emulator.metrics.Traffic;
import dev.sluice.emulator.security.SasKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.junit.jupiter.api.Test;

/** What faults do to a connection, on a clock that the test moves. */
class FaultsOnTheWireTest {

    private final Faults faults = new Faults();
    private final Broker broker =
            new Broker(Clock.systemUTC(), (when, work) -> () -> {}, new AmqpMessageFormat(), true);
    private final EmbeddedClient client = connect();

    @Test
    void aBusyServerRefusesLinks() {
        faults.add(Fault.of(FaultKind.SERVER_BUSY).at("q"));
        assertRefused(client.sender("q"));
        assertRefused(client.receiver("q"));
        assertThat(client.receiver("other").getRemoteState()).isEqualTo(EndpointState.ACTIVE);
        faults.clear();
        assertThat(connect().receiver("q").getRemoteState()).isEqualTo(EndpointState.ACTIVE);
    }

    @Test
    void aFrozenConnectionAnswersWhenItsTimeIsOver() {
        var link = client.sender("q");
        faults.add(Fault.lasting(FaultKind.FREEZE, Duration.ofSeconds(3)).times(1));
        var delivery = client.send(link, EmbeddedClient.encoded("a", null));
        client.pass(2);
        client.exchange();
        assertThat(delivery.remotelySettled()).isFalse();
        client.pass(1);
        client.exchange();
        assertThat(delivery.remotelySettled()).isTrue();
        assertThat(broker.counts("q").orElseThrow().active()).isEqualTo(1);
    }

    private EmbeddedClient connect() {
        var services = new ConnectionServices(new SasKeys(List.of()), faults, new Traffic(), Clock.systemUTC());
        return EmbeddedClient.connect("ANONYMOUS", "", "", broker, services);
    }

    private static void assertRefused(Link link) {
        assertThat(link.getRemoteState()).isEqualTo(EndpointState.CLOSED);
        assertThat((Object) link.getRemoteCondition().getCondition())
                .isEqualTo(AmqpErrors.serverBusy().getCondition());
    }
}
