package dev.sluice.stack.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscribersTest {
    private final Subscribers subscribers = new Subscribers();

    @AfterEach
    void forgetTheInterruption() {
        Thread.interrupted();
    }

    @Test
    void whoComesLateGetsTheLatestAtOnce() throws Exception {
        subscribers.publish("first");
        subscribers.publish("second");
        try (Subscription subscription = subscribers.open().orElseThrow()) {
            subscribers.publish("third");
            assertThat(subscription.take()).isEqualTo("second");
            assertThat(subscription.take()).isEqualTo("third");
        }
        assertThat(subscribers.count()).isZero();
    }

    @Test
    void thereAreOnlySoMany() {
        for (int i = 0; i < Subscribers.MAX; i++) {
            assertThat(subscribers.open()).isPresent();
        }
        assertThat(subscribers.open()).isEmpty();
    }

    @Test
    void whoTakesNothingIsDropped() {
        Subscription slow = subscribers.open().orElseThrow();
        for (int i = 0; i < Subscription.CAPACITY; i++) {
            subscribers.publish("event");
        }
        assertThat(subscribers.count()).isEqualTo(1);
        subscribers.publish("one too many");
        assertThat(subscribers.count()).isZero();
        assertThatExceptionOfType(InterruptedException.class)
                .as("its thread is told")
                .isThrownBy(slow::take);
    }

    @Test
    void whoHasEndedIsNotInterruptedInWhatItDoesNext() {
        Subscription subscription = subscribers.open().orElseThrow();
        subscription.close();
        subscription.drop();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
