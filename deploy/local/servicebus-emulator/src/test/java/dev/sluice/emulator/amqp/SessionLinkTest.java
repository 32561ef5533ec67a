package dev.sluice.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;

/** Session links frame by frame, on virtual time. */
class SessionLinkTest {

    private static final Symbol FILTER = Symbol.valueOf("com.microsoft:session-filter");
    private static final String MANAGEMENT = "q/$management";

    private final VirtualTime time = new VirtualTime();
    private final Broker broker = new Broker(time, time, new AmqpMessageFormat(), false);
    private final EmbeddedClient client;
    private final EmbeddedClient other;

    SessionLinkTest() {
        broker.declare(Set.of(
                QueueOptions.named("q").requiresSession(true).lockDuration(Duration.ofSeconds(60)),
                QueueOptions.named("plain")));
        client = EmbeddedClient.connect("ANONYMOUS", broker);
        other = EmbeddedClient.connect("ANONYMOUS", broker);
    }

    @Test
    void theAttachIsAnsweredWithTheRealIdAndTheEndOfTheLock() {
        put("s", "a");
        var link = client.sessionReceiver("q", null, 1000);
        assertThat(sessionOf(link)).isEqualTo("s");
        // 2026-01-01T00:01:00Z, as .NET counts.
        assertThat(link.getRemoteProperties())
                .containsEntry(Symbol.valueOf("com.microsoft:locked-until-utc"), 639_028_224_600_000_000L);
        link.flow(5);
        client.exchange();
        assertThat(client.received(link)).hasSize(1);
        put("s", "b");
        client.exchange();
        assertThat(client.received(link)).hasSize(1);
    }

    @Test
    void theAttachIsHeldUntilASessionIsThere() {
        var link = client.sessionReceiver("q", null, 10_000);
        link.flow(1);
        client.exchange();
        assertThat(link.getRemoteState()).isEqualTo(EndpointState.UNINITIALIZED);
        put("s", "a");
        client.exchange();
        assertThat(sessionOf(link)).isEqualTo("s");
        assertThat(client.received(link)).as("the credit was given before").hasSize(1);
    }

    @Test
    void theAttachIsRefusedAtItsTimeout() {
        var link = client.sessionReceiver("q", null, 10_000);
        time.advance(Duration.ofSeconds(10));
        client.exchange();
        assertRefused(link, AmqpErrors.TIMEOUT);
    }

    @Test
    void aSessionThatComesWhenTheLinkIsGoneIsFreeForOthers() {
        var link = client.sessionReceiver("q", null, 10_000);
        put("s", "a");
        // The broker has given it the session; its event loop hears of the client's detach first.
        link.close();
        client.exchange();
        assertThat(sessionOf(other.sessionReceiver("q", null, 10_000))).isEqualTo("s");
    }

    @Test
    void aClosedLinkFreesItsSessionAndWhatItHeld() {
        put("s", "a");
        var link = client.sessionReceiver("q", "s", 1000);
        link.flow(1);
        client.exchange();
        assertRefused(other.sessionReceiver("q", "s", 1000), AmqpErrors.SESSION_CANNOT_BE_LOCKED);
        link.close();
        client.exchange();
        assertThat(broker.counts("q")).contains(new EntityCounts(1, 0, 0, 0, 0));
        assertThat(sessionOf(other.sessionReceiver("q", "s", 1000))).isEqualTo("s");
    }

    @Test
    void aLostLockDetachesTheLinkAndRefusesItsSettlements() {
        put("s", "a");
        var link = client.sessionReceiver("q", "s", 1000);
        link.flow(10);
        client.exchange();
        var delivery = client.received(link).get(0);
        time.advance(Duration.ofSeconds(60));
        delivery.disposition(Accepted.getInstance());
        client.exchange();
        assertThat(link.getRemoteState()).isEqualTo(EndpointState.CLOSED);
        assertThat((Object) link.getRemoteCondition().getCondition()).isEqualTo(AmqpErrors.SESSION_LOCK_LOST);
        assertThat(broker.counts("q")).contains(new EntityCounts(1, 0, 0, 0, 0));
    }

    @Test
    void aSettlementThatComesTooLateIsRejectedWithTheLossOfTheSession() {
        put("s", "a");
        var link = client.sessionReceiver("q", "s", 1000);
        link.flow(1);
        client.exchange();
        var delivery = client.received(link).get(0);
        broker.find("q").orElseThrow().complete(EmbeddedClient.lockToken(delivery));
        delivery.disposition(Accepted.getInstance());
        client.exchange();
        assertThat(delivery.getRemoteState()).isInstanceOfSatisfying(Rejected.class, answer -> assertThat(
                        (Object) answer.getError().getCondition())
                .isEqualTo(AmqpErrors.SESSION_LOCK_LOST));
    }

    @Test
    void eachKindOfReceiverIsRefusedWhereItDoesNotBelong() {
        assertRefused(client.receiver("q"), AmqpErrors.NOT_ALLOWED);
        assertRefused(client.sessionReceiver("plain", "s", 1000), AmqpErrors.NOT_ALLOWED);
        assertRefused(client.sessionReceiver("plain", null, 1000), AmqpErrors.NOT_ALLOWED);
        assertRefused(client.sessionReceiver("q", "s".repeat(129), 1000), AmqpErrors.ARGUMENT_ERROR);
        assertThat(client.receiver("q/$DeadLetterQueue").getRemoteState()).isEqualTo(EndpointState.ACTIVE);
    }

    @Test
    void aMessageWithoutASessionIsRejected() {
        var answer = client.send(client.sender("q"), EmbeddedClient.encoded("a", null))
                .getRemoteState();
        assertThat(answer).isInstanceOfSatisfying(Rejected.class, rejected -> assertThat(
                        (Object) rejected.getError().getCondition())
                .isEqualTo(AmqpErrors.NOT_ALLOWED));
    }

    @Test
    void onlyTheConnectionThatHoldsTheSessionManagesIt() {
        client.sessionReceiver("q", "s", 1000);
        assertThat(status(client.request(MANAGEMENT, "com.microsoft:renew-session-lock", Map.of("session-id", "s"))))
                .isEqualTo(200);
        var refused = other.request(MANAGEMENT, "com.microsoft:renew-session-lock", Map.of("session-id", "s"));
        assertThat(status(refused)).isEqualTo(410);
        assertThat(refused.getApplicationProperties().getValue())
                .containsEntry("errorCondition", AmqpErrors.SESSION_LOCK_LOST);
        assertThat(status(other.request(MANAGEMENT, "com.microsoft:renew-session-lock", Map.of())))
                .isEqualTo(400);
    }

    @Test
    void sessionsAreListedPageByPageUntilNoneIsLeft() {
        put("a", "1");
        put("b", "2");
        var first = client.request(MANAGEMENT, "com.microsoft:get-message-sessions", Map.of("skip", 0, "top", 1));
        var page = (Map<?, ?>) ((AmqpValue) first.getBody()).getValue();
        assertThat(page.get("skip")).isEqualTo(1);
        assertThat((Object[]) page.get("sessions-ids")).containsExactly("a");
        var last = client.request(MANAGEMENT, "com.microsoft:get-message-sessions", Map.of("skip", 2, "top", 1));
        assertThat(status(last)).isEqualTo(204);
    }

    @Test
    void aSecondAttachUnderTheSameNameFreesTheSessionOfTheFirst() {
        var first = client.sessionReceiver("q", "s", 1000);
        assertThat(sessionOf(first)).isEqualTo("s");
        var again = new Attach();
        again.setName(first.getName());
        again.setHandle(UnsignedInteger.valueOf(7));
        again.setRole(Role.RECEIVER);
        var source = new Source();
        source.setAddress("q");
        source.setFilter(Map.of(FILTER, "t"));
        again.setSource(source);
        again.setTarget(new Target());
        client.frame(again);
        assertThat(sessionOf(other.sessionReceiver("q", "s", 1000))).isEqualTo("s");
        assertRefused(other.sessionReceiver("q", "t", 1000), AmqpErrors.SESSION_CANNOT_BE_LOCKED);
    }

    private void put(String session, String body) {
        broker.find("q").orElseThrow().send(List.of(MessageReader.read(EmbeddedClient.encoded(body, session))));
    }

    private static Object sessionOf(Receiver link) {
        assertThat(link.getRemoteState()).isEqualTo(EndpointState.ACTIVE);
        return ((Source) link.getRemoteSource()).getFilter().get(FILTER);
    }

    private static int status(Message reply) {
        return (int) reply.getApplicationProperties().getValue().get("statusCode");
    }

    private static void assertRefused(Receiver link, Symbol condition) {
        assertThat(link.getRemoteState()).isEqualTo(EndpointState.CLOSED);
        assertThat((Object) link.getRemoteCondition().getCondition()).isEqualTo(condition);
    }
}
