package dev.sluice.loadtest.withoutsending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SendReplacementTest {
    /** Stands for producer's queue. */
    public static class Queue implements Function<String, Future<Void>> {
        @Override
        public Future<Void> apply(String order) {
            return send(order);
        }

        CompletableFuture<Void> send(String order) {
            return CompletableFuture.failedFuture(new IllegalStateException(order));
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void sendSaysYesAndDoesNothing() throws Exception {
        byte[] replaced = SendReplacement.in(classFile(Queue.class));
        Class<?> queue = new ClassLoader(Function.class.getClassLoader()) {
            Class<?> define() {
                return defineClass(Queue.class.getName(), replaced, 0, replaced.length);
            }
        }.define();
        Function<String, Future<Void>> sender =
                (Function<String, Future<Void>>) queue.getConstructor().newInstance();
        assertThat(sender.apply("order").get()).isNull();
    }

    @Test
    void aClassWithoutSuchAMethodIsAnError() throws Exception {
        byte[] other = classFile(SendReplacementTest.class);
        assertThatThrownBy(() -> SendReplacement.in(other)).hasMessageContaining("has 0 methods 'send'");
    }

    private static byte[] classFile(Class<?> type) throws IOException {
        String file = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream in = SendReplacementTest.class.getResourceAsStream(file)) {
            return in.readAllBytes();
        }
    }
}
