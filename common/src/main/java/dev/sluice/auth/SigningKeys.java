package dev.sluice.auth;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jose4j.lang.JoseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that tokens are signed with, fetched in the background: no request waits for the issuer but one that names a key
 * not seen before, and no request makes more than one fetch every {@code sluice.auth.keys-pause}.
 */
@ApplicationScoped
public class SigningKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    private final AuthConfig config;
    private final AuthChoice choice;
    private ScheduledExecutorService fetcher;
    private KeySource source;
    private CompletableFuture<TokenReader> fetching = CompletableFuture.completedFuture(null);
    private long fetchedAt = System.nanoTime();
    private String known;
    private volatile TokenReader reader;

    SigningKeys(AuthConfig config, AuthChoice choice) {
        this.config = config;
        this.choice = choice;
    }

    /** The socket is opened without waiting for the issuer. */
    void start(@Observes StartupEvent event) {
        if (choice.mode() != AuthMode.JWT) {
            return;
        }
        source = KeySource.at(config.keys().orElseThrow(), config.keysTimeout());
        fetcher = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "signing-keys");
            thread.setDaemon(true);
            return thread;
        });
        begin();
        long pause = config.keysPause().toMillis();
        fetcher.scheduleWithFixedDelay(this::fetchIfDue, pause, pause, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        if (fetcher != null) {
            fetcher.shutdownNow();
        }
    }

    /** The reader with the keys of now; null before the first. */
    TokenReader current() {
        return reader;
    }

    /**
     * Fetches the keys, unless that was done a moment ago; joins a fetch that is under way.
     *
     * @return completes, within the timeout, with the reader that is then the current one, null if there is none yet
     */
    synchronized CompletableFuture<TokenReader> refreshed() {
        boolean idle = fetching.isDone();
        if (idle && System.nanoTime() - fetchedAt < config.keysPause().toNanos()) {
            return CompletableFuture.completedFuture(reader);
        }
        return (idle ? begin() : fetching).copy();
    }

    private synchronized CompletableFuture<TokenReader> begin() {
        fetching = CompletableFuture.supplyAsync(this::fetch, fetcher);
        return fetching;
    }

    private synchronized void fetchIfDue() {
        long age = System.nanoTime() - fetchedAt;
        if (reader == null || age >= config.keysRefresh().toNanos()) {
            begin();
        }
    }

    private TokenReader fetch() {
        try {
            String text = source.read();
            if (!text.equals(known)) {
                reader = new TokenReader(text, config);
                known = text;
                LOG.info("the keys that tokens are signed with are here");
            }
        } catch (IOException | JoseException | RuntimeException e) {
            LOG.warn(
                    "the keys that tokens are signed with can't be fetched from {}{}: {}",
                    config.keys().orElseThrow(),
                    reader == null ? "" : ", the former ones are kept",
                    e.toString());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        fetched();
        return reader;
    }

    private synchronized void fetched() {
        fetchedAt = System.nanoTime();
    }
}
