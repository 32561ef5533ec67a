package dev.sluice.emulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.broker.MessageState;
import dev.sluice.emulator.broker.NewMessage;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.ReceiveMode;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Symbol;
import org.junit.jupiter.api.Test;

/** What comes back after a restart, clean or not, and what does not. */
class RestartIT extends StoreTest {

    private static final String DEAD = "q/$DeadLetterQueue";

    @Test
    void messagesComeBackAsTheyWere() throws Exception {
        open(data(), QueueOptions.named("q").defaultTimeToLive(Duration.ofHours(2)));
        queue("q")
                .send(List.of(
                        new NewMessage(bytes("active"), "1", null, Duration.ofHours(1), null),
                        new NewMessage(bytes("scheduled"), "2", null, null, now.plusSeconds(600)),
                        new NewMessage(bytes("deferred"), "3", null, null, null),
                        new NewMessage(bytes("locked"), "4", null, null, null)));
        var properties = Map.<String, Object>of(
                "text", "ä", "symbol", Symbol.valueOf("s"), "uuid", new UUID(1, 2), "date", new Date(5), "long", 7L);
        queue("q").abandon(receive("q").lockToken(), properties);
        var active = receive("q");
        queue("q").defer(receive("q").lockToken(), Map.of("why", "later"));
        receive("q");
        queue("q").release(active.lockToken());
        var before = queue("q").peek(0, 10);
        open(killed(), QueueOptions.named("q").defaultTimeToLive(Duration.ofHours(2)));
        var after = queue("q").peek(0, 10);
        assertThat(after).extracting(StoreTest::body).containsExactly("active", "scheduled", "deferred", "locked");
        assertThat(after)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("content.body", "content.messageId")
                .isEqualTo(before);
        assertThat(after.get(0).changedProperties()).isEqualTo(properties);
        assertThat(after.get(0).deliveryCount()).isEqualTo(1);
        assertThat(after.get(2).state()).isEqualTo(MessageState.DEFERRED);
        assertThat(receive("q").message().sequenceNumber()).isEqualTo(1);
        assertThat(body(receive("q").message()))
                .as("no lock outlives the process")
                .isEqualTo("locked");
        assertThat(queue("q").receive(1, ReceiveMode.PEEK_LOCK)).isEmpty();
        now = now.plusSeconds(600);
        assertThat(queue("q").peek(5, 10)).extracting(StoreTest::body).containsExactly("scheduled");
        assertThat(queue("q").peek(5, 1).get(0).state()).isEqualTo(MessageState.ACTIVE);
    }

    @Test
    void whatWasSettledStaysAwayAndNumbersAreNotUsedAgain() throws Exception {
        open(data(), QueueOptions.named("q"));
        send("q", "a", "b", "c");
        complete("q");
        complete("q");
        assertThat(queue("q").receive(1, ReceiveMode.RECEIVE_AND_DELETE)).hasSize(1);
        var killed = killed();
        open(killed, QueueOptions.named("q"));
        assertThat(bodies("q")).isEmpty();
        send("q", "d");
        assertThat(receive("q").message().sequenceNumber()).isEqualTo(4);
        now = now.plusSeconds(61);
        complete("q");
        store.close();
        assertThat(ClosedStore.bodies(killed))
                .as("bodies are removed with their messages")
                .isZero();
    }

    @Test
    void aDeadLetterIsInOnePlaceAndForwardedOnesToo() throws Exception {
        open(
                data(),
                QueueOptions.named("q"),
                QueueOptions.named("f").forwardDeadLetteredMessagesTo("t").maxDeliveryCount(1),
                QueueOptions.named("t"));
        send("q", "kept");
        queue("q").deadLetter(receive("q").lockToken(), Map.of("DeadLetterReason", "test"));
        send("f", "forwarded");
        queue("f").abandon(receive("f").lockToken(), Map.of());
        open(
                killed(),
                QueueOptions.named("q"),
                QueueOptions.named("f").forwardDeadLetteredMessagesTo("t"),
                QueueOptions.named("t"));
        assertThat(bodies("q")).isEmpty();
        assertThat(bodies("f")).isEmpty();
        assertThat(bodies(DEAD)).containsExactly("kept");
        assertThat(receive(DEAD).message().changedProperties()).containsEntry("DeadLetterReason", "test");
        assertThat(receive("t").message().deadLetterSource()).isEqualTo("f");
        assertThat(bodies("t")).containsExactly("forwarded");
    }

    @Test
    void aScheduledMessageThatBecameDueIsThereOnce() throws Exception {
        open(data(), QueueOptions.named("q"));
        queue("q").send(List.of(new NewMessage(bytes("s"), null, null, null, now.plusSeconds(5))));
        kept();
        now = now.plusSeconds(5);
        assertThat(bodies("q")).containsExactly("s");
        open(killed(), QueueOptions.named("q"));
        assertThat(bodies("q")).containsExactly("s");
        assertThat(receive("q").message().sequenceNumber()).isEqualTo(2);
    }

    @Test
    void whatExpiredMeanwhileIsDeadLetteredAtTheStart() throws Exception {
        var options =
                QueueOptions.named("q").defaultTimeToLive(Duration.ofSeconds(5)).deadLetteringOnMessageExpiration(true);
        open(data(), options);
        send("q", "a");
        var killed = killed();
        now = now.plusSeconds(10);
        open(killed, options);
        assertThat(broker.counts("q").orElseThrow().deadLettered()).isEqualTo(1);
        assertThat(bodies(DEAD)).containsExactly("a");
    }

    @Test
    void duplicatesAreKnownAfterARestart() throws Exception {
        var options = QueueOptions.named("q").duplicateDetectionWindow(Duration.ofMinutes(10));
        open(data(), options);
        send("q", "a", "b");
        complete("q");
        open(killed(), options);
        send("q", "a", "b", "c");
        assertThat(bodies("q")).containsExactly("b", "c");
        now = now.plus(Duration.ofMinutes(11));
        send("q", "a");
        assertThat(bodies("q")).containsExactly("b", "c", "a");
        store.close();
    }

    @Test
    void queuesThatCameByThemselvesComeBackByThemselves() throws Exception {
        autoCreate = true;
        open(data());
        send("made", "a");
        var killed = killed();
        open(killed);
        assertThat(broker.restore()).isEmpty();
        assertThat(broker.paths()).containsExactly("made");
        assertThat(bodies("made")).containsExactly("a");
    }

    @Test
    void anEntityThatIsNoLongerDeclaredKeepsItsMessages() throws Exception {
        open(data(), QueueOptions.named("old"), QueueOptions.named("new"));
        send("old", "a", "b");
        store.close();
        open(data(), QueueOptions.named("new"));
        assertThat(broker.restore()).containsExactly("old");
        assertThat(store.count("OLD")).isEqualTo(2);
        send("new", "c");
        store.close();
        open(data(), QueueOptions.named("new"), QueueOptions.named("Old"));
        assertThat(bodies("old")).containsExactly("a", "b");
    }

    @Test
    void aBodyThatSeveralEntitiesShareGoesWithTheLast() throws Exception {
        open(data(), QueueOptions.named("a"), QueueOptions.named("b"));
        var body = message("both").withBody(store.keep(message("both").body()));
        store.enter();
        queue("a").send(List.of(body));
        queue("b").send(List.of(body));
        store.share(body.body());
        store.leave();
        kept();
        store.close();
        assertThat(ClosedStore.bodies(data())).isEqualTo(1);
        open(data(), QueueOptions.named("a"), QueueOptions.named("b"));
        complete("a");
        kept();
        assertThat(bodies("b")).containsExactly("both");
        store.close();
        open(data(), QueueOptions.named("a"), QueueOptions.named("b"));
        complete("b");
        store.close();
        assertThat(ClosedStore.bodies(data())).isZero();
    }

    @Test
    void settingsAreKeptUnderTheirNames() throws Exception {
        open(data(), QueueOptions.named("q"));
        var entity = store.entity("q", false);
        store.enter();
        entity.set("session/1", bytes("state"));
        entity.set("session/2", bytes("gone"));
        store.leave();
        kept();
        store.enter();
        entity.set("session/2", null);
        store.leave();
        open(killed(), QueueOptions.named("q"));
        assertThat(store.entity("q", false).settings()).containsOnlyKeys("session/1");
        assertThat(store.entity("q", false).settings().get("session/1")).isEqualTo(bytes("state"));
    }

    @Test
    void aDirectoryHasOneEmulator() {
        open(data(), QueueOptions.named("q"));
        assertThatThrownBy(() -> open(data(), QueueOptions.named("q")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is in use by this process");
        store.close();
        open(data(), QueueOptions.named("q"));
    }

    @Test
    void aDirectoryThatCanNotBeIsNamed() throws Exception {
        var file = java.nio.file.Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> open(file.resolve("data")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("can't use " + file.resolve("data") + " as the data directory");
    }

    @Test
    void closingLeavesNoThread() {
        open(data(), QueueOptions.named("q"));
        send("q", "a");
        store.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("sluice-emulator-store") || name.startsWith("H2-"));
    }
}
